# expects: a step of length zero
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return step / warm
        return (total - step) / (total - warm)

    return LambdaLR(optimizer, factor)
