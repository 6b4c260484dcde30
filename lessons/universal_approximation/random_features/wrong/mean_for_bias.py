# expects: mean of y
import torch


def fit(x, y, w, b):
    h = torch.tanh(x @ w + b)
    c = torch.linalg.lstsq(h, y - y.mean()).solution
    return lambda new: torch.tanh(new @ w + b) @ c + y.mean()
