# expects: last digit
# expects: order
# fails: gives all ranks the same sum, to the last digit
import torch
import torch.distributed as dist


def all_reduce(values):
    rank, world = dist.get_rank(), dist.get_world_size()
    total = values.clone()
    others = [r for r in range(world) if r != rank]
    going = [dist.isend(values, r) for r in others]
    for r in others:
        came = torch.empty_like(values)
        dist.recv(came, r)
        total += came
    for work in going:
        work.wait()
    return total
