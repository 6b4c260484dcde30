# expects: That number is num_samples
# fails: draws as many as there are rows
from torch.utils.data import WeightedRandomSampler


def fair(labels):
    counts = labels.bincount()
    weights = 1 / counts[labels]
    return WeightedRandomSampler(weights, len(counts))
