# expects: fall by equal parts
# fails: falls by equal parts from the full height
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (step + 1) / warm
        return 1 - (step - warm) / (total - warm - 1)

    return LambdaLR(optimizer, factor)
