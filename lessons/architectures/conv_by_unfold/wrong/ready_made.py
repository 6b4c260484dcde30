# expects: conv2d
# fails: is a convolution of your own
import torch
import torch.nn.functional as F
from torch import nn


class Conv2d(nn.Module):
    def __init__(self, i, o, k, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.randn(o, i, k, k))
        self.bias = nn.Parameter(torch.randn(o)) if bias else None

    def forward(self, x):
        return F.conv2d(
            x, self.weight, self.bias, self.stride, self.padding
        )
