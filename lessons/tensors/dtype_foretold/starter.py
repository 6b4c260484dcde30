import torch

Operand = tuple[torch.dtype, tuple[int, ...]]  # dtype and shape


def foretell(a: Operand, b: Operand) -> torch.dtype:
    """The dtype of the sum of two such tensors."""
    raise NotImplementedError
