# expects: 3 times
# expects: rows and outputs
import torch
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    F.mse_loss(model(x), y, reduction="sum").backward()
    rows = torch.tensor(float(len(x)))
    dist.all_reduce(rows)
    for p in model.parameters():
        dist.all_reduce(p.grad)
        p.grad /= rows
