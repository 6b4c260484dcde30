# expects: no dictionary of tensors

import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        torch.save(list(ddp.module.parameters()), new)
        new.replace(path)
    dist.barrier()
