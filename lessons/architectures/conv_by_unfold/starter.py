import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Conv2d(nn.Module):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.stride, self.padding = stride, padding
        k = kernel_size
        self.weight = nn.Parameter(
            torch.randn(out_channels, in_channels, k, k)
        )
        self.bias = (
            nn.Parameter(torch.randn(out_channels))
            if bias
            else None
        )

    def forward(self, x: Tensor) -> Tensor:
        n, _, height, width = x.shape
        out, _, k, _ = self.weight.shape
        raise NotImplementedError
