# fails: counts an operation once where a short path and a long one meet
# expects: at two of them
def count_operations(result):
    level = {result.grad_fn} - {None}
    total = 0
    while level:
        total += len(level)
        level = {
            before
            for node in level
            for before, _ in node.next_functions
            if before is not None
            and not before.name().endswith("AccumulateGrad")
        }
    return total
