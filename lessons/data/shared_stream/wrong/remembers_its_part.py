# expects: Look at whether __iter__ changes what the data set remembers
# fails: can be gone through again
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start, self.stop = start, stop

    def __iter__(self):
        info = get_worker_info()
        if info is not None:
            first, size = self.start, self.stop - self.start
            n = info.num_workers
            self.start = first + info.id * size // n
            self.stop = first + (info.id + 1) * size // n
        return iter(range(self.start, self.stop))
