# expects: no graph
# expects: a new torch.tensor
import torch


def neuron_loss(w, b, x, y):
    squares = []
    for x_i, y_i in zip(x, y):
        squares.append((y_i - torch.tanh(w * x_i + b)) ** 2)
    return torch.tensor([s.item() for s in squares]).mean()
