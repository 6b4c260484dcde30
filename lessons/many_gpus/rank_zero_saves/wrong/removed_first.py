# expects: no file
# fails: keeps the old file whole until the new one is complete
import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        path.unlink(missing_ok=True)
        new = path.with_suffix(".new")
        torch.save(ddp.module.state_dict(), new)
        new.replace(path)
    dist.barrier()
