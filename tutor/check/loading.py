"""Looks at how data are loaded."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from tutor.compat.torch_loading import worker


def as_workers(stream: Iterable[Any], count: int) -> list[list[Any]]:
    """What each of `count` workers of a DataLoader would read of an iterable data set, without starting processes.

    Each has a copy of the data set, as a worker has, and is told by `get_worker_info` which of how many it is.
    """
    parts = []
    for number in range(count):
        own = copy.deepcopy(stream)
        with worker(number, count, own):
            parts.append(list(own))
    return parts
