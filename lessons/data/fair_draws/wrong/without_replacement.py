# expects: as they have of the rows
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    weights = 1 / labels.bincount()[labels]
    return WeightedRandomSampler(
        weights, len(labels), replacement=False
    )
