# expects: multiplied by None
# expects: a branch of it
# fails: returns a scheduler that sets numbers as rates
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (step + 1) / warm
        elif step < total - 2:
            return (total - step) / (total - warm)

    return LambdaLR(optimizer, factor)
