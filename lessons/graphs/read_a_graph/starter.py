import torch
from torch import Tensor


def from_graph(x: Tensor, y: Tensor) -> Tensor:
    """The result of the graph. x (), y (), result ()"""
    raise NotImplementedError
