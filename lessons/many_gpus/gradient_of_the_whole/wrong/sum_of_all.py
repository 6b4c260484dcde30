# expects: sum over all rows
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    F.mse_loss(model(x), y, reduction="sum").backward()
    for p in model.parameters():
        dist.all_reduce(p.grad)
