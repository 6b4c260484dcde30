# expects: shape
import torch


def fit(x, y, w, b):
    def columns(x):
        ones = torch.ones(len(x), 1)
        return torch.cat([torch.tanh(x @ w + b), ones], dim=1)

    c = torch.linalg.lstsq(columns(x), y).solution
    return lambda new: (columns(new) @ c).squeeze(1)
