import torch
from torch import Tensor


def all_distances(a: Tensor, b: Tensor) -> Tensor:
    """From each row of a to each row of b.

    a (N, D), b (M, D), result (N, M)
    """
    rows = []
    for i in range(len(a)):
        row = []
        for j in range(len(b)):
            squares = (a[i] - b[j]) ** 2  # (D,)
            row.append(squares.sum().sqrt())
        rows.append(torch.stack(row))
    return torch.stack(rows)
