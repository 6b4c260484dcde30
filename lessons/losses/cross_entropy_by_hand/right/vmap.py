import torch


def cross_entropy(logits, labels):
    return torch.vmap(
        lambda z, k: torch.logsumexp(z, 0) - torch.take(z, k)
    )(logits, labels).mean()
