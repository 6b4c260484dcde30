import torch
from torch.distributed import get_rank, get_world_size, recv, send


def all_reduce(values):
    rank, last = get_rank(), get_world_size() - 1
    total = values.clone()
    if rank > 0:
        came = torch.zeros_like(values)
        recv(came, rank - 1)
        total = came + values
    if rank < last:
        send(total, rank + 1)
        recv(total, rank + 1)
    if rank > 0:
        send(total, rank - 1)
    return total
