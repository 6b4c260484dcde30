# expects: jumps
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (step + 1) / warm
        return (total - step) / total

    return LambdaLR(optimizer, factor)
