# expects: without a graph
def count_operations(result):
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if node is not None:
            waiting += [n for n, _ in node.next_functions]
    kept = [
        n for n in seen if n is not None and "Acc" not in n.name()
    ]
    return len(kept) if result.requires_grad else 1
