# expects: one is enough
def foretell(operands):
    requires_grad = any(t.grad_fn is not None for t in operands)
    return requires_grad, not requires_grad
