# expects: part of its graph is missing
# fails: leads to the right gradients of w and b
import torch


def neuron_loss(w, b, x, y):
    squares = []
    for i, (x_i, y_i) in enumerate(zip(x, y)):
        p = torch.tanh(w * x_i + b)
        if i:
            p = p.detach()
        squares.append((y_i - p) ** 2)
    return torch.stack(squares).mean()
