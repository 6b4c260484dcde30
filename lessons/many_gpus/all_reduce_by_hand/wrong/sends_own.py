# expects: is the sum of rank 0 alone
import torch
import torch.distributed as dist
from torch import Tensor


def all_reduce(values: Tensor) -> Tensor:
    rank, world = dist.get_rank(), dist.get_world_size()
    if rank == 0:
        total = values.clone()
        for other in range(1, world):
            part = torch.empty_like(values)
            dist.recv(part, other)
            total += part
        for other in range(1, world):
            dist.send(values, other)
        return total
    dist.send(values, 0)
    total = torch.empty_like(values)
    dist.recv(total, 0)
    return total
