# expects: Rank 1
import torch
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    rows = torch.tensor(float(len(x)))
    dist.all_reduce(rows)
    F.mse_loss(model(x), y).mul(len(x) / rows).backward()
    for p in model.parameters():
        if dist.get_rank() == 0:
            dist.all_reduce(p.grad)
