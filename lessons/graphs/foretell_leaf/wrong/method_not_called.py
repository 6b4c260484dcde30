# expects: None of these operands
# fails: says whether the sum requires a gradient
def foretell(operands):
    r = any(t.requires_grad_ for t in operands)
    return r, not r
