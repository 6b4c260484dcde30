# expects: the same draws
import torch


def fair(labels):
    weights = 1 / labels.bincount()[labels]
    return torch.multinomial(weights, len(labels), True).tolist()
