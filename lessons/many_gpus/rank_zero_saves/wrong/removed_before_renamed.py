# expects: was removed, and then the new one was renamed
# expects: does both in one go
# fails: keeps the old file whole until the new one is complete
import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        torch.save(ddp.module.state_dict(), new)
        path.unlink(missing_ok=True)
        new.rename(path)
    dist.barrier()
