from itertools import islice

from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.numbers = range(start, stop)

    def __iter__(self):
        me = get_worker_info()
        if me:
            return islice(
                self.numbers, me.id, None, me.num_workers
            )
        return iter(self.numbers)
