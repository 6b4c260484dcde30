# expects: came to a tuple
# expects: a pair of a node and a number
def count_operations(result):
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        if node.name().endswith("AccumulateGrad"):
            continue
        seen.add(node)
        waiting += node.next_functions
    return len(seen)
