import torch
from torch.optim.lr_scheduler import LambdaLR


def with_warm_up(optimizer, warm, total):
    up = torch.arange(1, warm + 1) / warm
    down = torch.linspace(1, 0, total - warm + 1)
    table = torch.cat([up, down]).tolist()
    return LambdaLR(optimizer, table.__getitem__)
