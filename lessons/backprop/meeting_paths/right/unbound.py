import torch


def slopes(x):
    a = x**2
    b = torch.sin(a)
    c = a * b
    f = torch.tanh(c)
    dc = (1 - f) * (1 + f)
    db = a * dc
    da = dc * (b + a * torch.cos(a))
    return torch.stack([dc, db, da, da * x * 2]).unbind()
