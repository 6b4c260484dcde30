# expects: no graph
# expects: no_grad()
import torch


def neuron_loss(w, b, x, y):
    with torch.no_grad():
        p = torch.tanh(w * x + b)
    return ((y - p) ** 2).mean()
