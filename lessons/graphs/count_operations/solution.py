from torch import Tensor


def count_operations(result: Tensor) -> int:
    """How many operations autograd recorded for a tensor."""
    seen = set()
    waiting = [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        if node.name().endswith("AccumulateGrad"):
            continue
        seen.add(node)
        for before, _ in node.next_functions:
            waiting.append(before)
    return len(seen)
