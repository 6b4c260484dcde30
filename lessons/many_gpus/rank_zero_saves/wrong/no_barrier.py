# expects: rank 1
# fails: is there when save returns, in every rank
import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        torch.save(ddp.module.state_dict(), new)
        new.replace(path)
