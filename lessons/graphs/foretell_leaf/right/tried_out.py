def foretell(operands):
    total = sum(operands)
    return total.requires_grad, total.is_leaf
