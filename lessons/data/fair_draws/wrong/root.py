# expects: Each of the three should have a third
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    weights = labels.bincount()[labels].float().pow(-0.5)
    return WeightedRandomSampler(weights, len(labels))
