# expects: should fall
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (step + 1) / warm
        return 1.0

    return LambdaLR(optimizer, factor)
