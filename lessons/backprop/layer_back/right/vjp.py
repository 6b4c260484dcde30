import torch


def layer_backward(x, W, b, G):
    def layer(x, W, b):
        return torch.tanh(x @ W.T + b)

    _, back = torch.func.vjp(layer, x, W, b)
    return back(G)
