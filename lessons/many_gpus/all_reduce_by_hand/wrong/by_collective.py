# expects: all_reduce
# expects: send and receive
import torch.distributed as dist


def all_reduce(values):
    total = values.clone()
    dist.all_reduce(total)
    return total
