import torch
from torch import nn


class Conv2d(nn.Module):
    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        bias=True,
    ):
        super().__init__()
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(
            torch.randn(
                out_channels,
                in_channels,
                kernel_size,
                kernel_size,
            )
        )
        self.bias = (
            nn.Parameter(torch.zeros(out_channels))
            if bias
            else None
        )

    def forward(self, x):
        n, c, h, w = x.shape
        p, s = self.padding, self.stride
        k = self.weight.shape[-1]
        padded = x.new_zeros(n, c, h + 2 * p, w + 2 * p)
        padded[:, :, p : p + h, p : p + w] = x
        rows = (h + 2 * p - k) // s + 1
        cols = (w + 2 * p - k) // s + 1
        total = x.new_zeros(())
        for i in range(k):
            for j in range(k):
                shifted = padded[
                    :,
                    :,
                    i : i + (rows - 1) * s + 1 : s,
                    j : j + (cols - 1) * s + 1 : s,
                ]
                total = total + torch.einsum(
                    "nchw,oc->nohw",
                    shifted,
                    self.weight[:, :, i, j],
                )
        if self.bias is not None:
            total = total + self.bias[None, :, None, None]
        return total
