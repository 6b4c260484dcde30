import torch


def slope(w, x, y):
    w = torch.tensor(w, requires_grad=True)
    x, y = torch.tensor(x), torch.tensor(y)
    ((torch.tanh(w * x) - y) ** 2).mean().backward()
    return w.grad
