from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


def save(ddp: DistributedDataParallel, path: Path) -> None:
    """Put a checkpoint of the model at path. All ranks call it."""
    torch.save(ddp.state_dict(), path)
