# expects: in rank 1, the old checkpoint

import torch
import torch.distributed as dist


def save(ddp, path):
    new = path.with_suffix(".new")
    if dist.get_rank() == 0:
        torch.save(ddp.module.state_dict(), new)
    dist.barrier()
    if dist.get_rank() == 0:
        new.replace(path)
