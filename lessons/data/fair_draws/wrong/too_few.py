# expects: draws in an epoch
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    counts = labels.bincount()
    return WeightedRandomSampler(
        1 / counts[labels], int(counts.min()) * 2
    )
