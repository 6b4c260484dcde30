# expects: Copies are for training
# fails: copies training rows only
import torch


def standardized(x, n):
    mean, std = x[:n].mean(dim=0), x[:n].std(dim=0)
    return (x[:n] - mean) / std, (x[n:] - mean) / std


def centered(x, n):
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def best_columns(x, labels, n, k):
    y = labels[:n]
    off = (y - y.mean()).unsqueeze(1)
    score = ((x[:n] - x[:n].mean(dim=0)) * off).mean(dim=0).abs()
    columns = score.topk(k).indices
    return x[:n, columns], x[n:, columns]


def with_copies(x, labels, n):
    noisy = x + 0.1 * torch.randn_like(x)
    train = torch.cat([x[:n], noisy[:n]])
    test = torch.cat([x[n:], noisy[n:]])
    return train, labels[:n].repeat(2), test, labels[n:].repeat(2)
