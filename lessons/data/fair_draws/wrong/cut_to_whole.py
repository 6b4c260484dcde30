# expects: Compare the weight of a row times the number of rows
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    counts = labels.bincount()
    weights = counts.max() // counts[labels]
    return WeightedRandomSampler(weights, len(labels))
