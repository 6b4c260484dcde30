# expects: old
import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        torch.save(
            ddp.module.state_dict(), path.with_suffix(".new")
        )
    dist.barrier()
