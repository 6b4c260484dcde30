# expects: one is enough
def foretell(operands):
    recorded = operands[0].requires_grad
    return recorded, not recorded
