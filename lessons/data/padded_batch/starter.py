import torch
from torch import Tensor


def collate(
    examples: list[tuple[Tensor, int]],
) -> tuple[Tensor, Tensor, Tensor]:
    """The padded sequences, their lengths, and the labels."""
    raise NotImplementedError
