# expects: rank 0 and rank 2 alone
import torch
import torch.distributed as dist
from torch import Tensor


def all_reduce(values: Tensor) -> Tensor:
    rank, world = dist.get_rank(), dist.get_world_size()
    total = values.clone()
    work = dist.isend(values, (rank + 1) % world)
    part = torch.empty_like(values)
    dist.recv(part, (rank - 1) % world)
    work.wait()
    return total + part
