# expects: rank 1
# expects: writes
import torch
import torch.distributed as dist


def save(ddp, path):
    new = path.with_suffix(f".new{dist.get_rank()}")
    torch.save(ddp.module.state_dict(), new)
    new.replace(path)
    dist.barrier()
