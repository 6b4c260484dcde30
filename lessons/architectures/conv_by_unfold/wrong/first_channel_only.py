# expects: first input channel
# fails: adds up over all input channels
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
        k, s, p = self.weight.shape[-1], self.stride, self.padding
        x = F.pad(x, (p, p, p, p))
        windows = x.unfold(2, k, s).unfold(3, k, s)
        y = torch.einsum(
            "nhwij,oij->nohw", windows[:, 0], self.weight[:, 0]
        )
        if self.bias is not None:
            y = y + self.bias[:, None, None]
        return y
