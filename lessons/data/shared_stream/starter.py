from collections.abc import Iterator

from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset[int]):
    """The whole numbers from start to stop - 1."""

    def __init__(self, start: int, stop: int):
        self.start, self.stop = start, stop

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.stop))
