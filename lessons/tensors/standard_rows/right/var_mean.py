import torch


def standardize(x):
    v, m = torch.var_mean(x, dim=-1, keepdim=True)
    return (x - m) * v.rsqrt()
