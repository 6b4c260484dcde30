def count_operations(result):
    seen = set()

    def operations(node):
        if (
            node is None
            or node in seen
            or not node.next_functions
        ):
            return
        seen.add(node)
        yield node
        for operand, _ in node.next_functions:
            yield from operations(operand)

    return sum(1 for _ in operations(result.grad_fn))
