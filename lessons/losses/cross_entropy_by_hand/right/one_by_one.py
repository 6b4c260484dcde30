import torch


def cross_entropy(logits, labels):
    losses = [
        torch.logsumexp(row, dim=0) - row[label]
        for row, label in zip(logits, labels)
    ]
    return torch.stack(losses).mean()
