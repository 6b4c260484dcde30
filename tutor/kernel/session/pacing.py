"""When the next step of training is due: the learner's pace, a pause, and steps that are let pass one by one."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tutor.kernel.protocol.requests import Pause, Resume, SetPace, Step


class Pacing:
    """Lets steps pass; `begin` frames a cell."""

    def __init__(self, announce: Callable[[int, bool], None]) -> None:
        """`announce` is told before which step a hold begins (True), and before which one it has ended."""
        self._announce = announce
        self.begin(None, held=False)

    def begin(self, pace: float | None, *, held: bool) -> None:
        """A cell begins, at this pace."""
        self._pace, self._held = pace, held
        self._announced = False
        self._allowance = 0  # steps that may be taken although the loop is held
        self._last = self._due = 0.0
        self.slow = held or pace is not None
        """Whether a step has to be asked for in any case."""

    def obey(self, message: SetPace | Pause | Resume | Step) -> None:
        """The learner wants it otherwise."""
        match message:
            case SetPace(pace=pace):
                self._pace = pace
                self._due = self._last + 1 / pace if pace is not None else 0.0
            case Pause():
                self._held, self._allowance = True, 0
            case Resume():
                self._held, self._allowance, self._due = False, 0, perf_counter()
            case Step(count=count):
                self._held, self._allowance = True, self._allowance + count
        self.slow = self._held or self._pace is not None

    def due_in(self, step: int) -> float | None:
        """Seconds until this step may be taken: 0.0 is now, None is when the learner says so."""
        if self._held and not self._allowance:
            if not self._announced:
                self._announce(step, True)
                self._announced = True
            return None
        now = perf_counter()
        if not self._allowance and self._pace is not None and now < self._due:
            return self._due - now
        if self._announced:
            if not self._held:
                self._announce(step, False)
            self._announced = False
        return 0.0

    def take(self) -> None:
        """A step is taken that was due."""
        if self._allowance:
            self._allowance -= 1
        self._last = perf_counter()
        if self._pace is not None:
            # Due times follow one another without drift; time lost to a long step is not caught up with a burst.
            behind = self._last - self._due
            self._due = (self._due if behind < 1 / self._pace else self._last) + 1 / self._pace
