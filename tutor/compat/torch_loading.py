"""Where torch keeps how far a DataLoader is, and what `torch.utils.data.get_worker_info` tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch.utils.data import dataloader as _loader
from torch.utils.data._utils import worker as _worker

RUNNING: type[Any] = _loader._BaseDataLoaderIter
"""What goes through a loader once."""


def given(running: Any) -> int:
    """How many batches it has given."""
    count: int = running._num_yielded
    return count


def reads_a_stream(loader: Any) -> bool:
    """Whether a loader, or what goes through one, reads an iterable data set."""
    return bool(loader._dataset_kind == _loader._DatasetKind.Iterable)


def sampler_of_batches(loader: Any) -> Any:
    """What says which indices come next, for each batch; its length is the number of batches."""
    return loader._index_sampler


@contextmanager
def worker(number: int, count: int, dataset: Any) -> Iterator[None]:
    """Inside, this process is what a loader's worker with this number, of so many, would be told that it is."""
    before = _worker._worker_info
    _worker._worker_info = _worker.WorkerInfo(id=number, num_workers=count, seed=number, dataset=dataset)
    try:
        yield
    finally:
        _worker._worker_info = before
