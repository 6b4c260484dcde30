from torch import Tensor


def foretell(operands: list[Tensor]) -> tuple[bool, bool]:
    """Whether their sum requires a gradient; if it is a leaf.

    operands: tensors of shape ()
    """
    requires_grad = ...
    is_leaf = ...
    return requires_grad, is_leaf
