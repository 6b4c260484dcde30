# fails: counts an operation once that made two results
# expects: the node is the same
def count_operations(result):
    seen, waiting = set(), [(result.grad_fn, 0)]
    while waiting:
        pair = waiting.pop()
        node, _ = pair
        if node is None or pair in seen:
            continue
        if node.name().endswith("AccumulateGrad"):
            continue
        seen.add(pair)
        waiting.extend(node.next_functions)
    return len(seen)
