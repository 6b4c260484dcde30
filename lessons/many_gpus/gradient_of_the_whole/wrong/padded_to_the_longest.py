# expects: times what they should be
import torch
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    n = torch.tensor(len(x))
    dist.all_reduce(n, op=dist.ReduceOp.MAX)
    (
        F.mse_loss(model(x), y, reduction="sum")
        / (n * y.shape[1])
    ).backward()
    for p in model.parameters():
        dist.all_reduce(p.grad, op=dist.ReduceOp.AVG)
