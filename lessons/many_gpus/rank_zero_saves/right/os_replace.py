from pathlib import Path

import torch
from torch.distributed import barrier, get_rank


def save(ddp, path):
    if get_rank() == 0:
        part = Path(str(path) + ".part")
        with part.open("wb") as file:
            torch.save(ddp.module.state_dict(), file)
        part.rename(path)
    barrier()
