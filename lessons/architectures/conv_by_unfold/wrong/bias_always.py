# expects: bias=False
# fails: does without a bias, where there is none
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
        n, _, height, width = x.shape
        out, _, k, _ = self.weight.shape
        columns = F.unfold(
            x, k, padding=self.padding, stride=self.stride
        )
        y = self.weight.reshape(out, -1) @ columns
        y = y + self.bias.unsqueeze(1)
        h = (height + 2 * self.padding - k) // self.stride + 1
        w = (width + 2 * self.padding - k) // self.stride + 1
        return y.reshape(n, out, h, w)
