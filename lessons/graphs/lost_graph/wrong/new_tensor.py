# expects: no graph
import torch


def neuron_loss(w, b, x, y):
    squares = []
    for x_i, y_i in zip(x, y):
        p = torch.tanh(w * x_i + b)
        squares.append(((y_i - p) ** 2).item())
    return torch.tensor(squares).mean()
