from torch import Tensor


def precision_recall(
    probability: Tensor, target: Tensor, threshold: float
) -> tuple[float, float]:
    """Precision and recall at this threshold.

    probability (N,) of floats, target (N,) of 0 and 1
    """
    called = probability > threshold  # (N,)
    positive = target == 1  # (N,)
    hits = (called & positive).sum().item()
    calls, positives = called.sum().item(), positive.sum().item()
    precision = hits / calls if calls else 1.0
    recall = hits / positives if positives else 1.0
    return precision, recall
