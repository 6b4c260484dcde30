from torch.optim.lr_scheduler import LinearLR, SequentialLR


def with_warm_up(optimizer, warm, total):
    up = LinearLR(
        optimizer, 1 / warm, 1.0, total_iters=max(warm - 1, 1)
    )
    down = LinearLR(optimizer, 1.0, 0.0, total_iters=total - warm)
    return SequentialLR(optimizer, [up, down], milestones=[warm])
