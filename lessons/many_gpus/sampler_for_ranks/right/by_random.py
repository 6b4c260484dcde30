import random


class RankSampler:
    def __init__(self, length, world, rank, seed=0):
        self.rows = list(range(length))
        self.world, self.rank, self.seed = world, rank, seed
        self.set_epoch(0)

    def set_epoch(self, epoch):
        self.order = self.rows.copy()
        random.Random(1000 * self.seed + epoch).shuffle(
            self.order
        )
        while len(self.order) % self.world:
            self.order += self.order[
                : -len(self.order) % self.world
            ]

    def __iter__(self):
        yield from self.order[self.rank :: self.world]

    def __len__(self):
        return len(self.order) // self.world
