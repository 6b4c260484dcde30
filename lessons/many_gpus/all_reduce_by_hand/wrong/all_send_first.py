# expects: while one sends, the other has to receive
import torch
import torch.distributed as dist
from torch import Tensor


def all_reduce(values: Tensor) -> Tensor:
    rank, world = dist.get_rank(), dist.get_world_size()
    total = values.clone()
    current = values
    for _ in range(world - 1):
        dist.send(current, (rank + 1) % world)
        incoming = torch.empty_like(values)
        dist.recv(incoming, (rank - 1) % world)
        total += incoming
        current = incoming
    return total
