# expects: the label of another row
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
    noisy = x[:n] + 0.1 * torch.randn_like(x[:n])
    train = torch.cat([x[:n], noisy])
    y_train = labels[:n].repeat_interleave(2)
    return train, y_train, x[n:], labels[n:]
