# expects: another factor for each parameter
import torch
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    F.mse_loss(model(x), y, reduction="sum").backward()
    n = torch.tensor(float(y.numel()))
    for p in model.parameters():
        dist.all_reduce(p.grad)
        dist.all_reduce(n)
        p.grad /= n
