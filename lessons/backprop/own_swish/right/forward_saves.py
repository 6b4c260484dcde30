import torch
from torch import Tensor


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        """x · σ(x), of x's shape."""
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, arrived: Tensor) -> Tensor:
        """The gradient of x, from that of the result."""
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return arrived * (s + x * s * (1 - s))


def swish(x: Tensor) -> Tensor:
    return Swish.apply(x)
