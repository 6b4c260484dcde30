# expects: factor a is missing
import torch


def slopes(x):
    a = x**2
    b = torch.sin(a)
    c = a * b
    f = torch.tanh(c)
    df_dc = 1 - f**2
    df_db = df_dc * a
    df_da = df_dc * b + df_dc * torch.cos(a)
    return df_dc, df_db, df_da, df_da * 2 * x
