# expects: gradient of the logits
# fails: has the gradient share minus one-hot, over N
import torch


def cross_entropy(logits, labels):
    m = logits.detach().max(dim=1, keepdim=True).values
    z = logits - m
    rows = torch.arange(len(labels))
    sums = z.exp().sum(dim=1).log()
    return (sums - z.detach()[rows, labels]).mean()
