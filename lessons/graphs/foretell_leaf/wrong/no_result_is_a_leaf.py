# expects: was not recorded
# expects: is a leaf
def foretell(operands):
    return any(t.requires_grad for t in operands), False
