# expects: so many edges
def count_operations(result):
    def below(node):
        if node is None or node.name().endswith("AccumulateGrad"):
            return 0
        here = len(node.next_functions)
        return here + sum(
            below(operand) for operand, _ in node.next_functions
        )

    return below(result.grad_fn)
