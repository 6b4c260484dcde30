# expects: 2 times
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    F.mse_loss(model(x), y).backward()
    for p in model.parameters():
        dist.all_reduce(p.grad)
