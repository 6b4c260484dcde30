# expects: is no leaf
# expects: recorded operation made it
def foretell(operands):
    recorded = any(t.requires_grad for t in operands)
    return recorded, recorded
