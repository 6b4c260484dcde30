# expects: An iterator is used up
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    weights = 1 / labels.bincount()[labels]
    return iter(WeightedRandomSampler(weights, len(labels)))
