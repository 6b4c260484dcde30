# expects: module.
# fails: can be loaded into a plain model
import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        torch.save(ddp.state_dict(), new)
        new.replace(path)
    dist.barrier()
