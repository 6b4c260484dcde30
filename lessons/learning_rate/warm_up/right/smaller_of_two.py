from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    return LambdaLR(
        optimizer,
        lambda step: min(
            (step + 1) / warm, (total - step) / (total - warm)
        ),
    )
