import torch


class L(torch.nn.Linear):
    pass


def layer_backward(x, W, b, G):
    lin = torch.nn.Linear(W.shape[1], W.shape[0])
    with torch.no_grad():
        lin.weight.copy_(W)
        lin.bias.copy_(b)
    x2 = x.clone().requires_grad_(True)
    torch.tanh(lin(x2)).backward(gradient=G)
    return x2.grad, lin.weight.grad, lin.bias.grad
