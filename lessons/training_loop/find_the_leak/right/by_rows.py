import torch


def standardized(x, n):
    columns = []
    for c in range(x.shape[1]):
        std, mean = torch.std_mean(x[:n, c])
        columns.append((x[:, c] - mean) / std)
    return torch.stack(columns, 1).tensor_split([n])


def centered(x, n):
    rows = [row - row.mean() for row in x]
    return torch.stack(rows[:n]), torch.stack(rows[n:])


def best_columns(x, labels, n, k):
    off = (labels - labels[:n].mean())[:n]
    score = {
        c: abs(float(((x[:n, c] - x[:n, c].mean()) * off).mean()))
        for c in range(x.shape[1])
    }
    best = sorted(score, key=score.get, reverse=True)[:k]
    return x[:n][:, best], x[n:][:, best]


def with_copies(x, labels, n):
    rows, signs = [], []
    for row, label in zip(x[:n], labels[:n]):
        rows += [row, row + 0.1 * torch.randn(len(row))]
        signs += [label, label]
    return (
        torch.stack(rows),
        torch.stack(signs),
        x[n:],
        labels[n:],
    )
