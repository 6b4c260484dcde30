import torch
from torch import Tensor


def standardized(x: Tensor, n: int) -> tuple[Tensor, Tensor]:
    """Each column around 0 with spread 1: train, test."""
    mean, std = x[:n].mean(dim=0), x[:n].std(dim=0)
    x = (x - mean) / std
    return x[:n], x[n:]


def centered(x: Tensor, n: int) -> tuple[Tensor, Tensor]:
    """Each row around 0: train, test."""
    x = x - x.mean(dim=1, keepdim=True)  # of each row by itself
    return x[:n], x[n:]


def best_columns(
    x: Tensor, labels: Tensor, n: int, k: int
) -> tuple[Tensor, Tensor]:
    """The k columns that go best with the labels: train, test.

    labels (N,) of 0.0 and 1.0
    """
    train, test, labels = x[:n], x[n:], labels[:n]
    off = (labels - labels.mean()).unsqueeze(1)  # (n, 1)
    score = ((train - train.mean(dim=0)) * off).mean(dim=0).abs()
    columns = score.topk(k).indices
    return train[:, columns], test[:, columns]


def with_copies(
    x: Tensor, labels: Tensor, n: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A noisy copy beside each row: x and labels, train, test."""
    train, test = x[:n], x[n:]
    noisy = train + 0.1 * torch.randn_like(train)
    x_train = torch.cat([train, noisy])  # (2n, d)
    y_train = torch.cat([labels[:n], labels[:n]])
    return x_train, y_train, test, labels[n:]
