import torch.nn.functional as F


def standardize(x):
    d = x.shape[1]
    return F.layer_norm(x, (d,), eps=0) * ((d - 1) / d) ** 0.5
