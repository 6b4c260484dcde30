import torch


def layer_backward(x, W, b, G):
    grad_x = torch.zeros_like(x)
    grad_W = torch.zeros_like(W)
    grad_b = torch.zeros_like(b)
    for i in range(len(x)):
        slope = 1 / torch.cosh(W @ x[i] + b) ** 2  # (out,)
        s = G[i] * slope
        grad_x[i] = W.T @ s
        grad_W += torch.outer(s, x[i])
        grad_b += s
    return grad_x, grad_W, grad_b
