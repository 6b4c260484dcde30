import torch


def standardized(x, n):
    y = x.clone()
    y -= x[:n].mean(dim=0)
    y /= x[:n].std(dim=0)
    return y[:n], y[n:]


def centered(x, n):
    train, test = x[:n], x[n:]
    return (
        train - train.mean(dim=1, keepdim=True),
        test - test.mean(dim=1, keepdim=True),
    )


def best_columns(x, labels, n, k):
    mask = labels[:n] == 1
    p = mask.float().mean()
    gap = x[:n][mask].mean(0) - x[:n][~mask].mean(0)
    columns = (gap * p * (1 - p)).abs().topk(k).indices
    x = x[:, columns]
    return x[:n], x[n:]


def with_copies(x, labels, n):
    pairs = x[:n].repeat_interleave(2, dim=0)
    pairs[1::2] += 0.1 * torch.randn(n, x.shape[1])
    y = labels[:n].repeat_interleave(2)
    order = torch.randperm(len(x) - n) + n
    return pairs, y, x[order], labels[order]
