# expects: too large
# expects: largest float32
import torch


def cross_entropy(logits, labels):
    rows = torch.arange(len(labels))
    e = logits.exp()
    shares = e / e.sum(dim=1, keepdim=True)
    return -shares[rows, labels].log().mean()
