# expects: do not divide evenly among
# fails: gives each number to one worker
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start, self.stop = start, stop

    def __iter__(self):
        me = get_worker_info()
        if me is None:
            return iter(range(self.start, self.stop))
        size = (self.stop - self.start) // me.num_workers
        first = self.start + me.id * size
        return iter(range(first, first + size))
