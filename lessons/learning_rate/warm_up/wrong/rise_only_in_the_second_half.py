# expects: should rise
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return 1.0
        return (total - step) / (total - warm)

    return LambdaLR(optimizer, factor)
