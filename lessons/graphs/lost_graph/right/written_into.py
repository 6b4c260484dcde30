import torch


def neuron_loss(w, b, x, y):
    squares = torch.empty(len(x))
    for i in range(len(x)):
        squares[i] = (y[i] - torch.tanh(w * x[i] + b)) ** 2
    return squares.mean()
