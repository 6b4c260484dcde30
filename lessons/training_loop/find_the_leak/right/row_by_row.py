import torch


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
    xs, ys = [], []
    for row, y in zip(x[:n], labels[:n]):
        xs += [row, row + 0.1 * torch.randn(len(row))]
        ys += [y, y]
    return (
        torch.stack(xs),
        torch.stack(ys),
        x[n:].clone(),
        labels[n:].clone(),
    )
