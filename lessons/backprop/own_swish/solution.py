import torch
from torch import Tensor


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(x: Tensor) -> Tensor:
        """x · σ(x), of x's shape."""
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output) -> None:
        """Save what backward will need."""
        (x,) = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, arrived: Tensor) -> Tensor:
        """The gradient of x, from that of the result."""
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return arrived * (s + x * s * (1 - s))


def swish(x: Tensor) -> Tensor:
    return Swish.apply(x)
