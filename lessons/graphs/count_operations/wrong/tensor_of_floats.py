# expects: floating-point
# expects: whole number
import torch
from torch import Tensor


def count_operations(result: Tensor):
    stack = [result.grad_fn]
    seen = set()
    while stack:
        n = stack.pop()
        if (
            n is None
            or n in seen
            or n.name().endswith("AccumulateGrad")
        ):
            continue
        seen.add(n)
        stack.extend(m for m, _ in n.next_functions)
    return torch.tensor(float(len(seen)))
