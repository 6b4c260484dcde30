# expects: came to None
# expects: an operand without a gradient
def count_operations(result):
    if result.grad_fn is None:
        return 0
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node in seen or node.name().endswith("AccumulateGrad"):
            continue
        seen.add(node)
        waiting += [operand for operand, _ in node.next_functions]
    return len(seen)
