# expects: changed values
import torch
import torch.distributed as dist


def all_reduce(values):
    others = range(1, dist.get_world_size())
    if dist.get_rank() == 0:
        for other in others:
            came = torch.empty_like(values)
            dist.recv(came, src=other)
            values += came
        for other in others:
            dist.send(values, dst=other)
    else:
        dist.send(values, dst=0)
        dist.recv(values, src=0)
    return values
