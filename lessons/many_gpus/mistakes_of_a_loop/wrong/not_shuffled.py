# expects: same order: that in which the rows lie in the data
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


def train(
    model: nn.Module, data: Dataset, batch_size: int, epochs: int
) -> list[float]:
    """Train in all ranks together; the loss of each epoch."""
    ddp = DistributedDataParallel(model)
    sgd = torch.optim.SGD(ddp.parameters(), lr=0.01)
    sampler = DistributedSampler(data, shuffle=False)
    share = batch_size // dist.get_world_size()
    loader = DataLoader(data, share, sampler=sampler)
    losses = []
    for epoch in range(epochs):
        sampler.set_epoch(epoch)
        total = torch.zeros(())
        for x, y in loader:
            loss = F.mse_loss(ddp(x), y)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            total += loss.detach() / len(loader)
        dist.all_reduce(total, op=dist.ReduceOp.AVG)
        losses.append(total.item())
    return losses
