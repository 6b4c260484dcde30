"""Looks at how data are loaded."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable
from typing import Any

from tutor.compat.torch_loading import worker


def as_workers(stream: Iterable[Any], count: int, *, epoch: int = 1) -> list[list[Any]]:
    """What each of `count` workers of a DataLoader would read of an iterable data set, without starting processes.

    Each has a copy of the data set, as a worker has, and is told by `get_worker_info` which of how many it is. In a
    later epoch it still has the same copy, as with `persistent_workers=True`.
    """
    parts = []
    for number in range(count):
        own = copy.deepcopy(stream)
        with worker(number, count, own):
            for _ in range(epoch - 1):
                deque(own, maxlen=0)
            parts.append(list(own))
    return parts
