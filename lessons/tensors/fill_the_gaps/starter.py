from torch import Tensor


def complete(x: Tensor, mark: float) -> Tensor:
    """The rows without a gap, of shape (K, D)."""
    raise NotImplementedError


def filled(x: Tensor, mark: float) -> Tensor:
    """x with the mean of its column in each gap, (N, D)."""
    raise NotImplementedError
