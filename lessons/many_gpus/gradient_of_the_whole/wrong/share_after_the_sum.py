# expects: the sum of both ranks' gradients, times this rank's share of the rows
# expects: before the all-reduce, or after it
# fails: is that of the whole batch for shards of six and two rows
import torch
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    F.mse_loss(model(x), y).backward()
    total = torch.tensor(len(x))
    dist.all_reduce(total)
    for p in model.parameters():
        dist.all_reduce(p.grad)
        p.grad *= len(x) / total
