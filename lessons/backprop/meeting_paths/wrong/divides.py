# expects: divided by 0
# fails: is right at 0, where the sine falls, and for a single number
import torch


def slopes(x):
    a = x**2
    b = torch.sin(a)
    c = a * b
    f = torch.tanh(c)
    df_dc = 1 - f**2
    df_db = df_dc * c / b
    df_da = df_dc * c / a + df_db * torch.cos(a)
    return df_dc, df_db, df_da, df_da * 2 * x
