from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


def save(ddp: DistributedDataParallel, path: Path) -> None:
    """Put a checkpoint of the model at path, in all ranks."""
    torch.save(ddp.state_dict(), path)
