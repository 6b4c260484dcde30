import torch


def slope(w, x, y):
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    ((torch.tanh(w * x) - y) ** 2).mean().backward()
    return w.grad.item()
