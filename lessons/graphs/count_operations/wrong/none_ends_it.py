# expects: now left, now right
# expects: the whole walk
def count_operations(result):
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None:
            break
        if node in seen or node.name().endswith("AccumulateGrad"):
            continue
        seen.add(node)
        waiting += [operand for operand, _ in node.next_functions]
    return len(seen)
