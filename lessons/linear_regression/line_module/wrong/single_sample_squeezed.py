# expects: It should be (1, 1)
# fails: gives predictions of shape (N, 1)
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(d))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        result = (x @ self.w + self.b).squeeze()
        return result.unsqueeze(1) if len(x) > 1 else result
