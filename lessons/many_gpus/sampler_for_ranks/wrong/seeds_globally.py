# expects: random state
# expects: changed
import math
from collections.abc import Iterator

import torch
from torch.utils.data import Sampler


class RankSampler(Sampler[int]):
    """The indices of one rank, in a new order each epoch."""

    def __init__(
        self, length: int, world: int, rank: int, seed: int = 0
    ) -> None:
        self.length, self.world = length, world
        self.rank, self.seed = rank, seed
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __iter__(self) -> Iterator[int]:
        torch.manual_seed(self.seed + self.epoch)
        order = torch.randperm(self.length)
        padded = order[
            torch.arange(len(self) * self.world) % self.length
        ]
        return iter(padded[self.rank :: self.world].tolist())

    def __len__(self) -> int:
        return math.ceil(self.length / self.world)
