from collections import Counter

from torch.utils.data import WeightedRandomSampler


def fair(labels):
    sizes = Counter(labels.tolist())
    weights = [1 / sizes[c] for c in labels.tolist()]
    return WeightedRandomSampler(
        weights, num_samples=len(weights), replacement=True
    )
