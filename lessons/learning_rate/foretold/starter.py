import torch
from torch import Tensor


def predict(rate: float, curvatures: Tensor) -> str:
    """Says "steady", "oscillating" or "diverging".

    curvatures (k,), the eigenvalues of the Hessian
    """
    factors = 1 - rate * curvatures  # (k,), one a direction
    return ...
