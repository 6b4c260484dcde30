# expects: own rows alone
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    loss = F.mse_loss(model(x), y)
    loss.backward()
    total = loss.detach()
    dist.all_reduce(total)
