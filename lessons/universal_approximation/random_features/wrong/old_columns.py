# expects: shape
import torch


def fit(x, y, w, b):
    h = torch.cat(
        [torch.tanh(x @ w + b), torch.ones(len(x), 1)], 1
    )
    c = torch.linalg.lstsq(h, y).solution
    return lambda new: h @ c
