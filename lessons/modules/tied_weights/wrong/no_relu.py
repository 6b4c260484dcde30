# expects: the ReLU between
# fails: gives relu(x @ weight.T + a) @ weight + b
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.encode = nn.Linear(n, width)
        self.bias = nn.Parameter(torch.zeros(n))

    def forward(self, x):
        return self.encode(x) @ self.encode.weight + self.bias
