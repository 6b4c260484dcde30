# expects: three chains
def count_operations(result):
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        if node.name().endswith("AccumulateGrad"):
            continue
        seen.add(node)
        waiting.append(node.next_functions[0][0])
        waiting.append(node.next_functions[-1][0])
    return len(seen)
