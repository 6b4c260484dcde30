# %% tags=["hidden"]
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import (
    DataLoader,
    DistributedSampler,
    TensorDataset,
)

folder = Path(tempfile.mkdtemp())
dist.init_process_group(
    "gloo",
    init_method=f"file://{folder}/store",
    rank=0,
    world_size=1,
)
data = TensorDataset(torch.rand(8, 3))
net, right, seen = nn.Linear(3, 1), 3, 8

# %% a model whose gradients are averaged over the ranks
model = DistributedDataParallel(net)

# %% rows of this rank, in a new order each epoch
sampler = DistributedSampler(data)
loader = DataLoader(data, batch_size=4, sampler=sampler)
for epoch in range(2):
    sampler.set_epoch(epoch)

# %% a figure over all ranks: sums and counts
counts = torch.tensor([right, seen])
dist.all_reduce(counts)
accuracy = (counts[0] / counts[1]).item()

# %% a checkpoint: one rank writes, and renames
if dist.get_rank() == 0:
    torch.save(model.module.state_dict(), folder / "run.new")
    (folder / "run.new").replace(folder / "run.pt")
dist.barrier()

# %% tags=["hidden"]
dist.destroy_process_group()
