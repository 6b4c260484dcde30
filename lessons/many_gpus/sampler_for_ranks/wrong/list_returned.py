# expects: no iterator
# expects: list
import math

import torch
from torch.utils.data import Sampler


class RankSampler(Sampler[int]):
    def __init__(self, length, world, rank, seed=0):
        self.length, self.world, self.rank, self.seed = (
            length,
            world,
            rank,
            seed,
        )
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __iter__(self):
        g = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(self.length, generator=g).tolist()
        order = (order * self.world)[: len(self) * self.world]
        return order[self.rank :: self.world]

    def __len__(self):
        return math.ceil(self.length / self.world)
