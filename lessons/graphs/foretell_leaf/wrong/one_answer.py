# expects: two truth values
def foretell(operands):
    return any(t.requires_grad for t in operands)
