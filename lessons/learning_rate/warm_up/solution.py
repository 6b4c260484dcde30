from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR, LRScheduler


def with_warm_up(
    optimizer: Optimizer, warm: int, total: int
) -> LRScheduler:
    """A schedule: up over `warm` steps, then down to `total`."""

    def factor(step: int) -> float:
        """What the rate of this step is multiplied by."""
        if step < warm:
            return (step + 1) / warm
        return (total - step) / (total - warm)

    return LambdaLR(optimizer, factor)
