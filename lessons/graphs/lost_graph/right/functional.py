import torch.nn.functional as F


def neuron_loss(w, b, x, y):
    return F.mse_loss((x * w + b).tanh(), y)
