from torch import Tensor


def standardize(x: Tensor) -> Tensor:
    """Each row with mean 0 and standard deviation 1.

    x (N, D); the result is (N, D)
    """
    mean = x.mean(dim=1, keepdim=True)  # (N, 1)
    std = x.std(dim=1, keepdim=True)  # (N, 1)
    return (x - mean) / std
