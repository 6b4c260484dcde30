# expects: chosen with test rows
# fails: chooses columns by the training rows
import torch


def standardized(x, n):
    mean, std = x[:n].mean(dim=0), x[:n].std(dim=0)
    return (x[:n] - mean) / std, (x[n:] - mean) / std


def centered(x, n):
    x = x - x.mean(dim=1, keepdim=True)
    return x[:n], x[n:]


def best_columns(x, labels, n, k):
    off = (labels - labels.mean()).unsqueeze(1)
    score = ((x - x.mean(dim=0)) * off).mean(dim=0).abs()
    columns = score.topk(k).indices
    return x[:n, columns], x[n:, columns]


def with_copies(x, labels, n):
    noisy = x[:n] + 0.1 * torch.randn_like(x[:n])
    x_train = torch.cat([x[:n], noisy])
    y_train = torch.cat([labels[:n], labels[:n]])
    return x_train, y_train, x[n:], labels[n:]
