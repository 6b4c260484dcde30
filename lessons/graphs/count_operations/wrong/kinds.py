# expects: of the same kind
def count_operations(result):
    seen, names, waiting = set(), set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        waiting += [n for n, _ in node.next_functions]
        if "Accumulate" not in node.name():
            names.add(node.name())
    return len(names)
