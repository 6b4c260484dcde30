import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Positions(nn.Module):
    def __init__(self, d, longest):
        super().__init__()
        feature = np.arange(d)
        rate = np.power(10_000.0, -(feature - feature % 2) / d)
        angle = np.arange(longest)[:, None] * rate
        table = np.where(
            feature % 2 == 0, np.sin(angle), np.cos(angle)
        )
        table = torch.from_numpy(table.astype(np.float32))
        self.register_buffer("table", table)

    def forward(self, x):
        p = torch.arange(x.shape[1], device=x.device)
        return x + F.embedding(p, self.table)
