# expects: go best with the labels
import torch


def standardized(x, n):
    mean, std = x[:n].mean(dim=0), x[:n].std(dim=0)
    return (x[:n] - mean) / std, (x[n:] - mean) / std


def centered(x, n):
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def best_columns(x, labels, n, k):
    spread = x[:n].std(dim=0)
    columns = spread.topk(k, largest=False).indices
    return x[:n, columns], x[n:, columns]


def with_copies(x, labels, n):
    noisy = x[:n] + 0.1 * torch.randn_like(x[:n])
    x_train = torch.cat([x[:n], noisy])
    y_train = torch.cat([labels[:n], labels[:n]])
    return x_train, y_train, x[n:], labels[n:]
