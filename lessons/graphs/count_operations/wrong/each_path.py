# expects: once for each path
def count_operations(result):
    def visit(node):
        if node is None or node.name().endswith("AccumulateGrad"):
            return 0
        return 1 + sum(visit(n) for n, _ in node.next_functions)

    return visit(result.grad_fn)
