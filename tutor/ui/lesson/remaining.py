"""How far a training is, and how long it will still take at the speed that it has had of late. No widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

WINDOW = 5.0
"""Seconds over which the speed is taken; of a loop slower than that, the last step counts."""
ENOUGH = 0.5
"""Seconds that must lie between two looks at a loop before they tell its speed."""
EVERY = 0.25
"""Seconds between two texts: as many as can be read, and few bytes."""


class RemainingSteps:
    """Of one loop of steps at a time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """A cell begins; whether it has a loop is not known."""
        self._done, self._count = 0, 0
        self.rest()

    def rest(self) -> None:
        """The loop was held, or has another pace: how fast it was says nothing of how fast it will be."""
        self._seen: deque[tuple[float, int]] = deque()
        self._text, self._due = "", 0.0

    def take(self, done: int, count: int | None = None) -> None:
        """So many steps are done, of so many where that is told anew."""
        if (count is not None and count != self._count) or done < self._done:
            self.rest()
        self._done, self._count = done, self._count if count is None else count
        now = self._clock()
        if not self._seen or now - self._seen[-1][0] >= ENOUGH / 2:
            self._seen.append((now, done))
            while len(self._seen) > 2 and now - self._seen[1][0] >= WINDOW:
                self._seen.popleft()

    @property
    def text(self) -> str:
        """'111 of 300, 6 s left'; '' where there is no loop."""
        if not self._count:
            return ""
        now = self._clock()
        if now >= self._due or self._done >= self._count:
            left = self._left(now)
            self._text = f"{self._done} of {self._count}" + (f", {left} left" if left else "")
            self._due = now + EVERY
        return self._text

    def _left(self, now: float) -> str:
        """The time that is left, in words; '' where it is not known, or no time at all."""
        if not self._seen:
            return ""
        since, before = self._seen[0]
        if now - since < ENOUGH or self._done <= before or self._done >= self._count:
            return ""
        seconds = (self._count - self._done) * (now - since) / (self._done - before)
        if seconds < 1:
            return ""
        if seconds < 100:
            return f"{seconds:.0f} s"
        return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.0f} h"
