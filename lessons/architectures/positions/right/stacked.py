import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, d, longest):
        super().__init__()
        rate = 1e4 ** -(
            torch.arange(d // 2, dtype=torch.float64) * 2 / d
        )
        angle = torch.outer(torch.arange(longest).double(), rate)
        both = torch.stack(
            [torch.sin(angle), torch.cos(angle)], dim=2
        )
        self.register_buffer("table", both.flatten(1).float())

    def forward(self, x):
        table = self.table.narrow(0, 0, x.shape[-2])
        return torch.add(x, table)
