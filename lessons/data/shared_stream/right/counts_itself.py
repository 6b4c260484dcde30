import numpy as np
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    """Its own iterator, of NumPy's whole numbers."""

    def __init__(self, start, stop):
        self.numbers = np.arange(start, stop)

    def __iter__(self):
        info = get_worker_info()
        self.at = 0 if info is None else info.id
        self.step = 1 if info is None else info.num_workers
        return self

    def __next__(self):
        if self.at >= len(self.numbers):
            raise StopIteration
        number = self.numbers[self.at]
        self.at += self.step
        return number
