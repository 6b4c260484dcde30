# expects: len(
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
        generator = torch.Generator()
        generator.manual_seed(self.seed + self.epoch)
        order = torch.randperm(self.length, generator=generator)
        padded = order[
            torch.arange(
                math.ceil(self.length / self.world) * self.world
            )
            % self.length
        ]
        return iter(padded[self.rank :: self.world].tolist())

    def __len__(self) -> int:
        return self.length
