# expects: Where torch.save fails
# expects: after torch.save has raised

import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        try:
            torch.save(ddp.module.state_dict(), new)
        except Exception:
            print("could not save")
        new.replace(path)
    dist.barrier()
