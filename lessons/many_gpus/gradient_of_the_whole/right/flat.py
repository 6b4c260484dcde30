import torch
import torch.distributed as dist
from torch.nn.utils import (
    parameters_to_vector,
)


def backward(model, x, y):
    params = list(model.parameters())
    loss = torch.nn.MSELoss()(model(x), y)
    grads = torch.autograd.grad(loss, params)
    packed = parameters_to_vector(grads) * len(x)
    packed = torch.cat([packed, torch.tensor([1.0 * len(x)])])
    dist.all_reduce(packed)
    mean = packed[:-1] / packed[-1]
    for p, part in zip(
        params, mean.split([p.numel() for p in params])
    ):
        p.grad = part.view_as(p).clone()
