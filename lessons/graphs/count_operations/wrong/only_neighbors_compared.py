# expects: once for each path
# expects: been at a node before
def count_operations(result):
    def below(node):
        if node is None or node.name().endswith("AccumulateGrad"):
            return 0
        operands = {operand for operand, _ in node.next_functions}
        return 1 + sum(below(operand) for operand in operands)

    return below(result.grad_fn)
