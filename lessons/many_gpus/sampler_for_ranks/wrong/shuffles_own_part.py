# expects: same rows in each epoch
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
        mine = [
            i % self.length
            for i in range(
                self.rank, len(self) * self.world, self.world
            )
        ]
        order = torch.randperm(len(mine), generator=g).tolist()
        return iter([mine[i] for i in order])

    def __len__(self):
        return math.ceil(self.length / self.world)
