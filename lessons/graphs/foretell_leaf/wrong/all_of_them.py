# expects: one is enough
def foretell(operands):
    recorded = all(t.requires_grad for t in operands)
    return recorded, not recorded
