# expects: goes on from one call
# expects: each call begins at 0
from torch import Tensor

count = 0
seen = set()


def count_operations(result: Tensor) -> int:
    global count

    def ops(node):
        global count
        if (
            node is None
            or node in seen
            or node.name().endswith("AccumulateGrad")
        ):
            return
        seen.add(node)
        count += 1
        for n, _ in node.next_functions:
            ops(n)

    ops(result.grad_fn)
    return count
