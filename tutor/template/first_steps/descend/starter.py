from torch import Tensor


def descend(x: Tensor, rate: float) -> Tensor:
    """Where the balls at x, of shape (N,), are after one step."""
    raise NotImplementedError
