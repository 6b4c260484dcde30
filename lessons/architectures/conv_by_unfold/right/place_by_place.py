import torch
import torch.nn.functional as F
from torch import nn


class Conv2d(nn.Module):
    def __init__(self, i, o, k, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.rand(o, i, k, k))
        self.bias = nn.Parameter(torch.rand(o)) if bias else None

    def forward(self, x):
        p, s, k = self.padding, self.stride, self.weight.shape[-1]
        x = F.pad(x, (p, p, p, p))
        rows = []
        for top in range(0, x.shape[2] - k + 1, s):
            row = []
            for left in range(0, x.shape[3] - k + 1, s):
                patch = x[:, :, top : top + k, left : left + k]
                row.append(
                    F.linear(
                        patch.flatten(1),
                        self.weight.flatten(1),
                        self.bias,
                    )
                )
            rows.append(torch.stack(row, -1))
        return torch.stack(rows, -2)
