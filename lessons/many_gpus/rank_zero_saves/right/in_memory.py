import io
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist


def save(ddp, path):
    state = {
        name.removeprefix("module."): value
        for name, value in ddp.state_dict().items()
    }
    done = torch.zeros(1)
    if dist.get_rank() == 0:
        buffer = io.BytesIO()
        torch.save(state, buffer)
        folder = tempfile.mkdtemp(dir=path.parent)
        new = Path(folder, "new.pt")
        new.write_bytes(buffer.getvalue())
        new.rename(path)
        Path(folder).rmdir()
    dist.all_reduce(done)
