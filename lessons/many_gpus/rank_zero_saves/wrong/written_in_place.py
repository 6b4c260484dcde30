# expects: half
# fails: keeps the old file whole until the new one is complete
import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        torch.save(ddp.module.state_dict(), path)
    dist.barrier()
