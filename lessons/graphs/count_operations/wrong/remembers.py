# fails: counts a chain: one operation after another
# expects: from one call to the next
# expects: default
def count_operations(result, seen=set()):
    node = getattr(result, "grad_fn", result)
    if node is None or node in seen:
        return 0
    if node.name().endswith("AccumulateGrad"):
        return 0
    seen.add(node)
    return 1 + sum(
        count_operations(before, seen)
        for before, _ in node.next_functions
        if before is not None
    )
