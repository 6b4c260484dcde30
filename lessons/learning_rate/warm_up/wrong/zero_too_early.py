# expects: last step
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (step + 1) / warm
        return (
            (total - 1 - step) / (total - 1 - warm)
            if total - 1 > warm
            else 0.0
        )

    return LambdaLR(optimizer, factor)
