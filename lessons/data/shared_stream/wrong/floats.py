# expects: Its numbers are whole
import torch
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.numbers = torch.arange(float(start), float(stop))

    def __iter__(self):
        info = get_worker_info()
        if info is None:
            return iter(self.numbers)
        return iter(self.numbers[info.id :: info.num_workers])
