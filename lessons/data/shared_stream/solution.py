from collections.abc import Iterator

from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset[int]):
    """The whole numbers from start to stop - 1."""

    def __init__(self, start: int, stop: int):
        self.start, self.stop = start, stop

    def __iter__(self) -> Iterator[int]:
        me = get_worker_info()
        if me is None:
            return iter(range(self.start, self.stop))
        first = self.start + me.id
        return iter(range(first, self.stop, me.num_workers))
