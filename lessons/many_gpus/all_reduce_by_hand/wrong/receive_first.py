# expects: rank 1 and rank 2
# fails: gives the sum to all of three ranks
import torch
import torch.distributed as dist


def all_reduce(values):
    total = values.clone()
    for r in range(dist.get_world_size()):
        if r != dist.get_rank():
            came = torch.empty_like(values)
            dist.recv(came, src=r)
            dist.send(values, dst=r)
            total = total + came
    return total
