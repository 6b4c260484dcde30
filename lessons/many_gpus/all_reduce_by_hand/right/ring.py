import torch
import torch.distributed as dist


def all_reduce(values):
    rank, world = dist.get_rank(), dist.get_world_size()
    total = values.clone()
    parts = total.chunk(world)
    after, before = (rank + 1) % world, (rank - 1) % world
    for turn in range(2 * world - 2):
        out = parts[(rank - turn) % world]
        into = parts[(rank - turn - 1) % world]
        came = torch.empty_like(into)
        going = dist.isend(out, after)
        dist.recv(came, before)
        going.wait()
        if turn < world - 1:
            into += came
        else:
            into.copy_(came)
    return total
