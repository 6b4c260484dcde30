# expects: multiplied by the rate twice
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    full = optimizer.param_groups[0]["lr"]

    def factor(step):
        if step < warm:
            return full * (step + 1) / warm
        return full * (total - step) / (total - warm)

    return LambdaLR(optimizer, factor)
