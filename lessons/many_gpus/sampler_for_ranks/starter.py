from collections.abc import Iterator

import torch
from torch.utils.data import Sampler


class RankSampler(Sampler[int]):
    """The indices of one rank, in a new order each epoch."""

    def __init__(
        self, length: int, world: int, rank: int, seed: int = 0
    ) -> None:
        raise NotImplementedError

    def set_epoch(self, epoch: int) -> None:
        raise NotImplementedError

    def __iter__(self) -> Iterator[int]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError
