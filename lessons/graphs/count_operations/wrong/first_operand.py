# expects: only one path
def count_operations(result):
    count, node = 0, result.grad_fn
    while node is not None and "Accumulate" not in node.name():
        count += 1
        node = node.next_functions[0][0]
    return count
