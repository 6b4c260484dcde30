# expects: Each column has its own
# fails: standardizes with the numbers of the training rows
import torch
from torch import Tensor


def centered(x, n):
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def best_columns(x, labels, n, k):
    off = (labels[:n] - labels[:n].mean()).unsqueeze(1)
    score = ((x[:n] - x[:n].mean(dim=0)) * off).mean(dim=0).abs()
    columns = score.topk(k).indices
    return x[:n, columns], x[n:, columns]


def with_copies(x, labels, n):
    noisy = x[:n] + 0.1 * torch.randn_like(x[:n])
    return (
        torch.cat([x[:n], noisy]),
        torch.cat([labels[:n], labels[:n]]),
        x[n:],
        labels[n:],
    )


def standardized(x, n):
    x = (x - x[:n].mean()) / x[:n].std()
    return x[:n], x[n:]
