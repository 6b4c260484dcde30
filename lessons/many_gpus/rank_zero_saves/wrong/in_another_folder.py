# expects: lay in another folder than the checkpoint
# expects: beside the old one
# fails: keeps the old file whole until the new one is complete
from pathlib import Path

import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        new = Path("new.pt")
        torch.save(ddp.module.state_dict(), new)
        new.replace(path)
    dist.barrier()
