# expects: no file at the path

import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        torch.save(ddp.module.state_dict(), new)
        path.replace(new)
    dist.barrier()
