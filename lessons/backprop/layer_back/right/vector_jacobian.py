import torch


def layer_backward(x, W, b, G):
    x, W, b = (t.detach().requires_grad_() for t in (x, W, b))
    h = torch.tanh(torch.nn.functional.linear(x, W, b))
    return torch.autograd.grad(h, (x, W, b), G)
