import numpy as np
import torch


def fit(x, y, w, b):
    a = torch.tanh(x @ w + b).numpy().astype(np.float64)
    a = np.c_[a, np.ones(len(a))]
    c, *_ = np.linalg.lstsq(a, y.numpy(), rcond=None)
    c = torch.from_numpy(c).float()
    return lambda new: torch.tanh(new @ w + b) @ c[:-1] + c[-1]
