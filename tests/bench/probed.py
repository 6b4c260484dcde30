"""The tutor with a clock on its event loop: writes how late each of its ticks was to the file that $LATE names.

probed.py LESSON COURSE
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.terminal.garbage import Collector

TICK = 0.005
"""Seconds between two ticks."""


class ProbedApp(TutorApp):
    """The tutor as it is, and a task that wakes up every few milliseconds to see how late it is."""

    async def on_mount(self) -> None:
        """Begin to tick."""
        self.late: list[tuple[float, float]] = []
        """When a tick was due on the monotonic clock, and how many seconds it was late."""
        self._ticking = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        while True:
            due = time.monotonic() + TICK
            await asyncio.sleep(TICK)
            self.late.append((due, time.monotonic() - due))

    async def on_unmount(self) -> None:
        """Write it down."""
        self._ticking.cancel()
        Path(os.environ["LATE"]).write_text(json.dumps(self.late))


if __name__ == "__main__":
    ProbedApp(Options(lesson=sys.argv[1], course=Path(sys.argv[2])), collector=Collector()).run()
