# expects: same file
# fails: keeps the old file whole until the new one is complete
import io

import torch
import torch.distributed as dist


def save(ddp, path):
    if dist.get_rank() == 0:
        buffer = io.BytesIO()
        torch.save(ddp.module.state_dict(), buffer)
        path.write_bytes(buffer.getvalue())
    dist.barrier()
