"""How many bytes a second drawings may send: over a slow line, charts that change all over come less often."""

from __future__ import annotations

from collections.abc import Callable

BYTES = 15_000
"""A second, to a terminal of 100×30 or one that is reached over a network."""
CELLS = 3000
"""Of a terminal of 100×30; to a larger one at hand as much more may be sent."""


SAVED = 2.0
"""Seconds for which what is not sent is saved up: enough for a stage that is drawn for the first time."""


class Allowance:
    """What may be sent, saved up to a bound; it may be overdrawn, and is then waited for."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self.rate = rate
        """Bytes a second."""
        self._clock = clock
        self._left = SAVED * rate
        self._at = clock()

    def spend(self, size: int) -> None:
        """So many bytes are sent."""
        self._save()
        self._left -= size

    def wait(self) -> float:
        """Seconds until there is something to spend."""
        self._save()
        return max(0.0, -self._left / self.rate)

    def _save(self) -> None:
        now = self._clock()
        self._left = min(SAVED * self.rate, self._left + (now - self._at) * self.rate)
        self._at = now


def rate(width: int, height: int, *, remote: bool) -> float:
    """Bytes a second for a terminal of this size."""
    return BYTES if remote else BYTES * max(1.0, width * height / CELLS)
