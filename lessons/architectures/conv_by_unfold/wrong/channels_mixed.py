# expects: input channels
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
        n, c = x.shape[:2]
        out, _, k, _ = self.weight.shape
        p, s = self.padding, self.stride
        x = F.pad(x, (p, p, p, p))
        windows = x.unfold(2, k, s).unfold(3, k, s)
        h, w = windows.shape[2:4]
        rows = windows.reshape(n, h * w, c * k * k)
        y = (rows @ self.weight.flatten(1).T).transpose(1, 2)
        if self.bias is not None:
            y = y + self.bias[:, None]
        return y.reshape(n, out, h, w)
