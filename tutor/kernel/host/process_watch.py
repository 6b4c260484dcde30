"""A watch over how many processes cells and answers have running: a fork bomb must not take the machine from others.

The system's own bound (RLIMIT_NPROC) counts all that its user runs, on a login node the work of others' shells too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from tutor.system import table

SETTING = "PYTORCH_TUTOR_PROCESSES"
MOST = 512
"""Processes that may run at once in a session or a check."""
LOOK = 0.5
"""Seconds between two looks."""


class Supervised(Protocol):
    """What started processes, as its supervisor sees it."""

    def pids(self) -> list[int]:
        """Its own processes, the base first; empty where there is none."""

    def on_crowd(self, count: int, most: int) -> None:
        """So many more run than may: end them all, and say so."""


def most(environ: Mapping[str, str]) -> int:
    """How many may run, as was set. Raises ValueError saying what may be set."""
    text = environ.get(SETTING) or str(MOST)
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ValueError(f"{SETTING}: {text!r} is no number of processes; {MOST} is what it is without")
    return int(text)


class ProcessWatch:
    """Looks while something runs, and on for as long as something that was started does."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._due: float | None = None

    def deadline(self, now: float, *, busy: bool) -> float | None:
        """When `look` is to be called next."""
        if busy and self._due is None:
            self._due = now + LOOK
        return self._due

    def look(self, now: float, supervised: Iterable[Supervised]) -> None:
        """Count, if it is time, and have those ended that are too many."""
        if self._due is None or now < self._due:
            return
        self._due = None
        for one in supervised:
            if not (own := one.pids()):
                continue
            count = len(set(table.descendants(own[0])).difference(own))
            if count:
                self._due = now + LOOK
            if count > self._most:
                one.on_crowd(count, self._most)
