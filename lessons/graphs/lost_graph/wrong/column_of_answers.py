# expects: compared with every y
import torch
import torch.nn.functional as F


def neuron_loss(w, b, x, y):
    return F.mse_loss(torch.tanh(w * x + b).unsqueeze(1), y)
