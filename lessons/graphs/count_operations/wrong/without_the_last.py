# expects: one too few
def count_operations(result):
    seen = set()
    waiting = [result.grad_fn]
    while waiting:
        node = waiting.pop()
        for before, _ in node.next_functions if node else ():
            if before and "Accumulate" not in before.name():
                if before not in seen:
                    seen.add(before)
                    waiting.append(before)
    return len(seen)
