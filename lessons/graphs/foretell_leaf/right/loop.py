def foretell(operands):
    for operand in operands:
        if operand.requires_grad:
            return True, False
    return False, True
