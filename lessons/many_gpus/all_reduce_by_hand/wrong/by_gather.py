# expects: all_gather
# expects: send and receive
import torch
from torch.distributed import all_gather, get_world_size


def all_reduce(values):
    pieces = [
        torch.empty_like(values) for _ in range(get_world_size())
    ]
    all_gather(pieces, values)
    return sum(pieces)
