import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn


def backward(model: nn.Module, x: Tensor, y: Tensor) -> None:
    """Leave in each grad that of the loss over all ranks' rows.

    x: (n, features), y: (n, outputs); n differs between ranks
    """
    count = torch.tensor(float(y.numel()))
    dist.all_reduce(count)
    loss = F.mse_loss(model(x), y, reduction="sum") / count
    loss.backward()
    for p in model.parameters():
        dist.all_reduce(p.grad)
