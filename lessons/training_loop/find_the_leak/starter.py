import torch
from torch import Tensor


def standardized(x: Tensor, n: int) -> tuple[Tensor, Tensor]:
    """Each column around 0 with spread 1: train, test."""
    x = (x - x.mean(dim=0)) / x.std(dim=0)
    return x[:n], x[n:]


def centered(x: Tensor, n: int) -> tuple[Tensor, Tensor]:
    """Each row around 0: train, test."""
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def best_columns(
    x: Tensor, labels: Tensor, n: int, k: int
) -> tuple[Tensor, Tensor]:
    """The k columns that go best with the labels: train, test.

    labels (N,) of 0.0 and 1.0
    """
    off = (labels - labels.mean()).unsqueeze(1)  # (N, 1)
    score = ((x - x.mean(dim=0)) * off).mean(dim=0).abs()  # (d,)
    columns = score.topk(k).indices
    return x[:n, columns], x[n:, columns]


def with_copies(
    x: Tensor, labels: Tensor, n: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A noisy copy beside each row: x and labels, train, test."""
    noisy = x + 0.1 * torch.randn_like(x)
    x = torch.cat([x, noisy])  # (2N, d)
    labels = torch.cat([labels, labels])
    order = torch.randperm(len(x))
    train, test = order[: 2 * n], order[2 * n :]
    return x[train], labels[train], x[test], labels[test]
