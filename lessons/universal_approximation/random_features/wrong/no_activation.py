# expects: linear model
import torch


def fit(x, y, w, b):
    def columns(x):
        return torch.cat(
            [x @ w + b, torch.ones(len(x), 1)], dim=1
        )

    c = torch.linalg.lstsq(columns(x), y, driver="gelsd").solution
    return lambda new: columns(new) @ c
