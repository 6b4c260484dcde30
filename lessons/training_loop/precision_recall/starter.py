from torch import Tensor


def precision_recall(
    probability: Tensor, target: Tensor, threshold: float
) -> tuple[float, float]:
    """Precision and recall at this threshold.

    probability (N,) of floats, target (N,) of 0 and 1
    """
    raise NotImplementedError
