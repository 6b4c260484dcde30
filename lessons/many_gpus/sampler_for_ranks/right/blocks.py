import numpy as np
from torch.utils.data import Sampler


class RankSampler(Sampler):
    epoch = 0

    def __init__(self, length, world, rank, seed=0):
        self.length, self.world, self.rank = length, world, rank
        self.seed = seed

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return -(-self.length // self.world)

    def __iter__(self):
        draws = np.random.default_rng([self.seed, self.epoch])
        order = draws.permutation(self.length)
        order = np.resize(order, len(self) * self.world)
        n = len(self)
        for index in order[self.rank * n : (self.rank + 1) * n]:
            yield int(index)
