# expects: no bias
import torch


def fit(x, y, w, b):
    c = torch.linalg.lstsq(torch.tanh(x @ w + b), y).solution
    return lambda new: torch.tanh(new @ w + b) @ c
