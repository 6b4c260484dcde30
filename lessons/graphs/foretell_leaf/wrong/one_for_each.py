# expects: two truth values
# expects: each is true or false
def foretell(operands):
    requires_grad = [t.requires_grad for t in operands]
    is_leaf = [t.is_leaf for t in operands]
    return requires_grad, is_leaf
