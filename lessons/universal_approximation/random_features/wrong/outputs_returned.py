# expects: return a function
import torch


def fit(x, y, w, b):
    h = torch.cat(
        [torch.tanh(x @ w + b), torch.ones(len(x), 1)], 1
    )
    return h @ torch.linalg.lstsq(h, y).solution
