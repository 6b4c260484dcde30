# expects: rank 1
# expects: own values
import torch
import torch.distributed as dist


def all_reduce(values):
    total = values.clone()
    if dist.get_rank() == 0:
        for other in range(1, dist.get_world_size()):
            came = torch.empty_like(values)
            dist.recv(came, src=other)
            total += came
    else:
        dist.send(values, dst=0)
    return total
