import torch
from torch import Tensor


def slopes(
    x: Tensor,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """df/dc, df/db, df/da and df/dx, each (N,).

    x (N,)
    """
    a = x**2
    b = torch.sin(a)
    c = a * b
    f = torch.tanh(c)

    df_dc = ...
    df_db = ...
    df_da = ...
    df_dx = ...
    return df_dc, df_db, df_da, df_dx
