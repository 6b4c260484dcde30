"""Where torch keeps what `torch.utils.data.get_worker_info` tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch.utils.data._utils import worker as _worker


@contextmanager
def worker(number: int, count: int, dataset: Any) -> Iterator[None]:
    """Inside, this process is what a loader's worker with this number, of so many, would be told that it is."""
    before = _worker._worker_info
    _worker._worker_info = _worker.WorkerInfo(id=number, num_workers=count, seed=number, dataset=dataset)
    try:
        yield
    finally:
        _worker._worker_info = before
