# expects: if the leaves are counted
def count_operations(result):
    if result.grad_fn is None:
        return 0
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        waiting += [operand for operand, _ in node.next_functions]
    return len(seen) - 1
