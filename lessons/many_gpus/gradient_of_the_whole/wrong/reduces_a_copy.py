# expects: a copy of them
import torch
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    n = torch.tensor(float(len(x)))
    dist.all_reduce(n)
    (F.mse_loss(model(x), y) * len(x) / n).backward()
    for p in model.parameters():
        dist.all_reduce(p.grad.clone())
