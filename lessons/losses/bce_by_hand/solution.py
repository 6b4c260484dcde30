import torch.nn.functional as F
from torch import Tensor


def bce(logits: Tensor, targets: Tensor) -> Tensor:
    """The mean binary cross-entropy, of shape ()."""
    # log(1 + e^z), less z where the target is 1
    return (F.softplus(logits) - logits * targets).mean()
