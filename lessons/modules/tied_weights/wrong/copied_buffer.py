# expects: put aside
# fails: uses the same weight on both ways, also after it has changed
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.encode = nn.Linear(n, width)
        self.bias = nn.Parameter(torch.zeros(n))
        self.turned: Tensor | None = None

    def forward(self, x):
        if self.turned is None:
            self.turned = self.encode.weight.detach().clone()
        return F.relu(self.encode(x)) @ self.turned + self.bias
