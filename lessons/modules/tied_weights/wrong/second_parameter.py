# expects: there are two weights
# fails: learns one weight and two biases
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.encode = nn.Linear(n, width)
        self.decode = nn.Linear(width, n)
        self.decode.weight = nn.Parameter(self.encode.weight.T)

    def forward(self, x):
        return self.decode(F.relu(self.encode(x)))
