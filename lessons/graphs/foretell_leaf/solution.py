from torch import Tensor


def foretell(operands: list[Tensor]) -> tuple[bool, bool]:
    """Whether their sum requires a gradient; if it is a leaf.

    operands: tensors of shape ()
    """
    requires_grad = any(t.requires_grad for t in operands)
    is_leaf = not requires_grad
    return requires_grad, is_leaf
