import torch


def neuron_loss(w, b, x, y):
    squares = []
    for x_i, y_i in zip(x, y):
        # the data may become plain numbers: nothing is trained there
        p = (w * x_i.item() + b).tanh()
        squares.append((y_i.item() - p).square())
    return torch.stack(squares).mean()
