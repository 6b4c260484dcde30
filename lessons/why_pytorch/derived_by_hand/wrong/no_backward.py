# expects: returns None
# expects: before backward()
import torch


def slope(w, x, y):
    t = torch.tensor(w, requires_grad=True)
    guess = torch.tanh(t * torch.from_numpy(x))
    loss = ((guess - torch.from_numpy(y)) ** 2).mean()
    assert loss.requires_grad
    return t.grad
