"""Disks that tests fill."""

from __future__ import annotations

import errno
from pathlib import Path

from tutor.learner.storage import write_atomically


class Disk:
    """Writes as the tutor does, while it is not full."""

    def __init__(self, *, full: bool = False) -> None:
        self.full = full

    def __call__(self, path: Path, data: bytes) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_atomically(path, data)
