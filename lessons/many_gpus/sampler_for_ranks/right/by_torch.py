from torch.utils.data import DistributedSampler


class RankSampler(DistributedSampler):
    def __init__(self, length, world, rank, seed=0):
        super().__init__(range(length), world, rank, seed=seed)
