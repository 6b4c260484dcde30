# expects: to NumPy
import numpy as np
import torch


def neuron_loss(w, b, x, y):
    p = torch.tanh(w * x + b)
    return np.mean([(y_i - p_i) ** 2 for y_i, p_i in zip(y, p)])
