# expects: to itself
import torch
import torch.distributed as dist
from torch import Tensor


def all_reduce(values: Tensor) -> Tensor:
    world = dist.get_world_size()
    for other in range(world):
        dist.isend(values, other)
    total = torch.zeros_like(values)
    for other in range(world):
        part = torch.empty_like(values)
        dist.recv(part, other)
        total += part
    return total
