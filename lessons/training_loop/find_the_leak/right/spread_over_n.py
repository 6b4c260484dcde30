import torch


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
    m = x[:n].mean(0)
    s = x[:n].var(dim=0, unbiased=False).sqrt()
    return (x[:n] - m) / s, (x[n:] - m) / s
