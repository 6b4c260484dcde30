from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


def save(ddp: DistributedDataParallel, path: Path) -> None:
    """Put a checkpoint of the model at path, in all ranks."""
    if dist.get_rank() == 0:
        new = path.with_suffix(".new")
        torch.save(ddp.module.state_dict(), new)
        new.replace(path)
    dist.barrier()
