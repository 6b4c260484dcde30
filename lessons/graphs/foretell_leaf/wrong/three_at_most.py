# expects: one is enough
# fails: says whether the sum requires a gradient
def foretell(operands):
    r = any(t.requires_grad for t in operands[:3])
    return r, not r
