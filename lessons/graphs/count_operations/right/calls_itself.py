def count_operations(result):
    seen = set()

    def visit(node):
        if node is None or hasattr(node, "variable"):
            return 0
        if node in seen:
            return 0
        seen.add(node)
        return 1 + sum(visit(n) for n, _ in node.next_functions)

    return visit(result.grad_fn)
