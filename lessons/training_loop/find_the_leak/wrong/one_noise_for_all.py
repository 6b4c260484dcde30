# expects: noise is the same on every row
# fails: copies training rows only
import torch
from torch import Tensor


def standardized(x, n):
    mean, std = x[:n].mean(dim=0), x[:n].std(dim=0)
    x = (x - mean) / std
    return x[:n], x[n:]


def centered(x, n):
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def best_columns(x, labels, n, k):
    off = (labels[:n] - labels[:n].mean()).unsqueeze(1)
    score = ((x[:n] - x[:n].mean(dim=0)) * off).mean(dim=0).abs()
    columns = score.topk(k).indices
    return x[:n, columns], x[n:, columns]


def with_copies(x, labels, n):
    noisy = x[:n] + 0.1 * torch.randn(1)
    return (
        torch.cat([x[:n], noisy]),
        torch.cat([labels[:n]] * 2),
        x[n:],
        labels[n:],
    )
