def count_operations(result):
    level, all_nodes = {result.grad_fn} - {None}, set()
    while level:
        all_nodes |= level
        level = {
            n for one in level for n, _ in one.next_functions if n
        }
    return sum("Accumulate" not in n.name() for n in all_nodes)
