from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def fair(labels: Tensor) -> WeightedRandomSampler:
    """Draws rows so that each class gets the same share."""
    counts = labels.bincount()  # (classes,)
    weights = 1 / counts[labels]  # (N,), one for each row
    return WeightedRandomSampler(weights, len(labels))
