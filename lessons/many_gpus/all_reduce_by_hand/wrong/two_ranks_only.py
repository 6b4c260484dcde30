# expects: The result in rank 0 of 3
import torch
import torch.distributed as dist


def all_reduce(values):
    if dist.get_world_size() == 1:
        return values.clone()
    rank = dist.get_rank()
    other = torch.zeros_like(values)
    if rank < 2:
        going = dist.isend(values, 1 - rank)
        dist.recv(other, 1 - rank)
        going.wait()
    return values + other
