import torch
from torch import Tensor


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(x: Tensor) -> Tensor:
        """x · σ(x), of x's shape."""
        raise NotImplementedError

    @staticmethod
    def setup_context(ctx, inputs, output) -> None:
        """Save what backward will need."""
        (x,) = inputs
        raise NotImplementedError

    @staticmethod
    def backward(ctx, arrived: Tensor) -> Tensor:
        """The gradient of x, from that of the result."""
        raise NotImplementedError


def swish(x: Tensor) -> Tensor:
    return Swish.apply(x)
