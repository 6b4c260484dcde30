import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn


def backward(model: nn.Module, x: Tensor, y: Tensor) -> None:
    """Leave in each grad that of the loss over all ranks' rows.

    x: (n, features), y: (n, outputs); n differs between ranks
    """
    loss = F.mse_loss(model(x), y)
    loss.backward()
    for p in model.parameters():
        dist.all_reduce(p.grad)
        p.grad.div_(dist.get_world_size())
