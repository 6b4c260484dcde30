# expects: shards of six and two
# expects: count three times
import torch.distributed as dist
import torch.nn.functional as F


def backward(model, x, y):
    (F.mse_loss(model(x), y) / dist.get_world_size()).backward()
    for p in model.parameters():
        dist.all_reduce(p.grad)
