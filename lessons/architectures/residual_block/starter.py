import torch
from torch import Tensor, nn


class Block(nn.Module):
    def __init__(self, d: int, hidden: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        raise NotImplementedError
