# expects: should rise
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (warm - step) / warm
        return (step - warm) / (total - warm)

    return LambdaLR(optimizer, factor)
