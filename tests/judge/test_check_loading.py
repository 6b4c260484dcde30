"""Looks at how data are loaded."""

from __future__ import annotations

from collections.abc import Iterator

from torch.utils.data import IterableDataset, get_worker_info

from tutor import check


class Shrinking(IterableDataset[int]):
    """Remembers its worker's part, and so takes a part of the part when it is gone through again."""

    def __init__(self) -> None:
        self.numbers = list(range(8))

    def __iter__(self) -> Iterator[int]:
        if (info := get_worker_info()) is not None:
            self.numbers = self.numbers[info.id :: info.num_workers]
        return iter(self.numbers)


def test_each_worker_has_a_copy_of_its_own_and_reads_its_part() -> None:
    stream = Shrinking()
    assert check.as_workers(stream, 2) == [[0, 2, 4, 6], [1, 3, 5, 7]]
    assert stream.numbers == list(range(8))


def test_a_worker_keeps_its_copy_from_one_epoch_to_the_next() -> None:
    assert check.as_workers(Shrinking(), 2, epoch=2) == [[0, 4], [3, 7]]
    assert check.as_workers(range(3), 2, epoch=3) == [[0, 1, 2], [0, 1, 2]]
