import os
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


def save(ddp: DistributedDataParallel, path: Path) -> None:
    problem: list[str | None] = [None]
    if dist.get_rank() == 0:
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                torch.save(ddp.module.state_dict(), file)
            Path(name).rename(path)
        except OSError as error:
            Path(name).unlink()
            problem = [str(error)]
    dist.broadcast_object_list(problem, src=0)
    if problem[0] is not None:
        raise OSError(problem[0])
