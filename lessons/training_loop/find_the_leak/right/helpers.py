import torch


def statistics(train):
    return train.mean(0, keepdim=True), train.std(0, keepdim=True)


def standardized(x, n):
    mean, std = statistics(x[:n])
    return (x[:n] - mean) / std, (x[n:] - mean) / std


def centered(x, n):
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def scores(x, labels):
    x = x - x.mean(dim=0)
    return (x.T @ (labels - labels.mean())).abs() / len(x)


def best_columns(x, labels, n, k):
    columns = scores(x[:n], labels[:n]).topk(k).indices
    columns = columns.sort().values
    return x[:n, columns], x[n:, columns]


def with_copies(x, labels, n):
    train, test = x.split([n, len(x) - n])
    y_train, y_test = labels.split([n, len(x) - n])
    noisy = train + torch.randn(train.shape) * 0.1
    order = torch.randperm(2 * n)
    both = torch.cat([noisy, train])[order]
    return both, y_train.repeat(2)[order], test, y_test
