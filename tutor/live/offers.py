"""Views that a training loop offers at every step, made only as often as the training hardly feels it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tutor.views.kinds import View

INTERVAL = 0.1
"""Seconds at least from one view to the next: no chart is drawn more often."""
SHARE = 60
"""The making of a view takes no more than one part in this many of the time."""

Make = Callable[[], View]


class Offers:
    """Keeps the newest way to make each view, and makes it when it is due."""

    def __init__(self, show: Callable[[str, View], None], idle: Callable[[], bool]) -> None:
        """`show` sends a view; `idle` tells whether everything sent before is out."""
        self._show = show
        self._idle = idle
        self._waiting: dict[str, Make] = {}
        self._seen: set[str] = set()
        self._due = 0.0

    def begin(self) -> None:
        """Another cell begins: nothing of it has been offered yet."""
        self._waiting.clear()
        self._seen.clear()
        self._due = 0.0

    def offer(self, name: str, make: Make) -> None:
        """Take `make` in the place of an earlier one of this name; the first of its name is made at once."""
        self._waiting[name] = make
        if perf_counter() >= self._due or name not in self._seen:
            self._seen.add(name)
            if self._idle():
                self.settle()

    def settle(self) -> None:
        """Make and show everything that waits."""
        began = perf_counter()
        while self._waiting:
            name = next(iter(self._waiting))
            self._show(name, self._waiting.pop(name)())
        now = perf_counter()
        self._due = now + max(INTERVAL, SHARE * (now - began))
