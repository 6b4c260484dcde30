# expects: NoneType
# verdict: error
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start, self.stop = start, stop

    def __iter__(self):
        me = get_worker_info()
        return iter(
            range(self.start + me.id, self.stop, me.num_workers)
        )
