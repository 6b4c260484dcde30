# expects: divided
import torch
import torch.distributed as dist


def all_reduce(values):
    total = values.clone()
    others = range(1, dist.get_world_size())
    if dist.get_rank() == 0:
        for other in others:
            came = torch.empty_like(values)
            dist.recv(came, src=other)
            total += came
        total /= dist.get_world_size()
        for other in others:
            dist.send(total, dst=other)
    else:
        dist.send(values, dst=0)
        dist.recv(total, src=0)
    return total
