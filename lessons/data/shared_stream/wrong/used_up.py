# expects: epoch 2
# fails: can be gone through again
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start, self.stop, self.done = start, stop, False

    def __iter__(self):
        me = get_worker_info()
        if self.done:
            return iter([])
        if me is None:
            self.done = True
            return iter(range(self.start, self.stop))
        return iter(
            range(self.start + me.id, self.stop, me.num_workers)
        )
