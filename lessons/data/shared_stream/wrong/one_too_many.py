# expects: and its last is stop − 1
from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start, self.stop = start, stop

    def __iter__(self):
        info = get_worker_info()
        first, step = (
            (info.id, info.num_workers) if info else (0, 1)
        )
        return iter(
            range(self.start + first, self.stop + 1, step)
        )
