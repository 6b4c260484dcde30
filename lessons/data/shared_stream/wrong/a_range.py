# expects: which is no iterator
# fails: gives all numbers where there are no workers
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start, self.stop = start, stop

    def __iter__(self):
        info = get_worker_info()
        if info is None:
            return range(self.start, self.stop)
        return range(
            self.start + info.id, self.stop, info.num_workers
        )
