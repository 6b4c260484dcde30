# expects: do not make
def foretell(operands):
    recorded = any(t.is_leaf for t in operands)
    return recorded, not recorded
