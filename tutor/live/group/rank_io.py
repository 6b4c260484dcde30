"""What a lesson says inside a rank, on its way to the process that started it."""

from __future__ import annotations

import socket
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import methodcaller
from select import select
from time import perf_counter
from typing import Any

from tutor.course.model import QuizAnswer
from tutor.live.group.conductor import Conductor
from tutor.live.group.messages import Begun, Declared, Drawn, Reached, Reported, Used, Wanted, granted, say
from tutor.live.lesson_io import flatten
from tutor.live.offers import Offers
from tutor.views.kinds import View
from tutor.views.scalar import Scalar
from tutor.views.values.make import view_of

REPORT = 0.05
"""Seconds between two messages of reports: twenty a second, however fast training is."""
LONG = 0.1
"""Seconds of waiting for a step after which the loop is taken to be held, and views that wait are made."""

_item = methodcaller("item")


class RankIO:
    """The stage of one rank. Its steps are granted by the process that started it, to all ranks alike."""

    def __init__(self, sock: socket.socket, controls: dict[str, Scalar], at: memoryview, rank: int) -> None:
        """`at` is shared memory: `at[rank]` is the step that this one takes."""
        self._socket, self._at, self._rank = sock, at, rank
        self._defaults: dict[str, Scalar] = dict(controls)
        self._until = 0  # steps that are granted
        self._now = dict(controls)
        self._told: dict[str, Scalar] = {}
        self._tick = 0
        self._step: float | None = None
        self._rows: dict[tuple[str, ...], array[float]] = {}
        self._last: dict[tuple[str, ...], float] = {}
        self._due = 0.0
        self._offers = Offers(self.view, lambda: True)

    # ------------------------------------------------------------------------------------- what a lesson may say

    def declare(self, name: str, default: Scalar) -> None:
        """Keep the default, for when nobody has set the control."""
        self._defaults.setdefault(name, default)
        say(self._socket, Declared(name, default))

    def value(self, name: str) -> Scalar:
        """The control's value at this step, the same in every rank."""
        default = self._defaults[name]
        value = self._now.get(name, default)
        if self._told.get(name) != value:
            self._told[name] = value
            say(self._socket, Used(name, default, value, int(self._step or 0)))
        return value

    def device(self) -> str:
        """Ranks compute on the CPU: several processes cannot share one accelerator's library as forks."""
        return "cpu"

    def steps(self, count: int) -> Iterator[int]:
        """The numbers 0 to count − 1, each when its step is due in all ranks."""
        outer = self._step
        if outer is None:
            say(self._socket, Begun(count))
        try:
            for step in range(count):
                if self._tick >= self._until:
                    self._wait(step)
                self._tick += 1
                if self._tick == self._until and step + 1 < count:
                    say(self._socket, Wanted(self._tick, step + 1, False))  # so that it need not be waited for
                self._step = self._at[self._rank] = step
                yield step
        finally:
            self._step = outer

    def report(self, values: dict[str, Any]) -> None:
        """Numbers of the present step. Raises ValueError naming what is no number."""
        names = tuple(values)
        rows = self._rows.get(names)
        if rows is None:
            self._report_slowly(values)
        else:
            step = self._step if self._step is not None else self._next(names, rows)
            try:
                rows.fromlist([step, *map(_item, values.values())])  # all of it or, where it raises, nothing
            except (AttributeError, TypeError, ValueError, RuntimeError):
                self._report_slowly(values)
        if perf_counter() >= self._due:
            self.send()

    def report_at(self, step: float, values: dict[str, Any]) -> None:
        """Numbers of this step, whichever is under way."""
        before, self._step = self._step, step
        try:
            self.report(values)
        finally:
            self._step = before

    def show(self, name: str, value: object) -> None:
        """Any value of the learner's."""
        self.view(name, view_of(value))

    def view(self, name: str, view: View) -> None:
        """A view; what was reported and printed before it goes first."""
        self.send()
        say(self._socket, Drawn(name, view))

    def offer(self, name: str, make: Callable[[], View]) -> None:
        """A view that is made when it is due; the newest of each name is made when the loop is held or ends."""
        self._offers.offer(name, make)

    def reached(self, result: str) -> None:
        """The milestone is reached; what was reported and printed before goes first."""
        self.send()
        say(self._socket, Reached(result))

    def quiz(self, question: str, answers: Sequence[QuizAnswer]) -> None:
        """Nothing: the screen asks it."""

    def conduct(self) -> Conductor:
        """A rank leads no ranks. Raises RuntimeError."""
        raise RuntimeError("live.ranks: this is a rank already, and a rank starts no ranks of its own")

    # --------------------------------------------------------------------------------------------------- sending

    def finish(self) -> None:
        """The function has returned or raised: nothing that is kept is lost."""
        self._offers.settle()
        self.send()

    def send(self) -> None:
        """Send on all that is kept, and what was printed."""
        self._due = perf_counter() + REPORT
        for names, rows in self._rows.items():
            if rows:
                self._last[names] = rows[-len(names) - 1]
                say(self._socket, Reported(names, rows.tobytes()))
                del rows[:]
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:
                stream.flush()

    def _report_slowly(self, values: dict[str, Any]) -> None:
        numbers = flatten(values)
        names = tuple(numbers)
        rows = self._rows.setdefault(names, array("d"))
        step = self._step if self._step is not None else self._next(names, rows)
        rows.extend([float(step), *numbers.values()])

    def _next(self, names: tuple[str, ...], rows: array[float]) -> float:
        """The step of a report outside `live.steps`: the one after the last of these names."""
        return (rows[-len(names) - 1] if rows else self._last.get(names, -1.0)) + 1.0

    def _wait(self, step: int) -> None:
        """Take what was granted for this step and those that follow; wait for it where it has not come yet."""
        if not select([self._socket], [], [], 0.0)[0]:
            self.send()
            say(self._socket, Wanted(self._tick, step, True))
            if not select([self._socket], [], [], LONG)[0]:
                self._offers.settle()
        new = granted(self._socket)
        self._until, self._now = new.until, new.controls
