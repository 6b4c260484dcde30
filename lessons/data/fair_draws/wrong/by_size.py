# expects: even more
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    weights = labels.bincount()[labels].float()
    return WeightedRandomSampler(weights, len(labels))
