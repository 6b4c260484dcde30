from torch import Tensor


def all_distances(a: Tensor, b: Tensor) -> Tensor:
    """From each row of a to each row of b.

    a (N, D), b (M, D), result (N, M)
    """
    difference = a[:, None] - b[None, :]  # (N, M, D)
    return (difference**2).sum(dim=-1).sqrt()  # (N, M)
