"""Where a lesson's words go inside the tutor: controls, steps that are due, reports and values, sent to the host."""

from __future__ import annotations

import os
import sys
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from operator import methodcaller
from time import perf_counter
from typing import Any

from tutor.course.model import QuizAnswer
from tutor.kernel.protocol.events import Awaited, ControlUsed, Held, Loop, Reached, Shown, Steps
from tutor.kernel.protocol.requests import Inspect, Pause, Resume, SetControl, SetPace, Step
from tutor.kernel.protocol.wire import Execute
from tutor.kernel.session.asking import answer
from tutor.kernel.session.channel import Channel, shielded
from tutor.kernel.session.conducting import Conducting
from tutor.kernel.session.kept_reports import is_elsewhere
from tutor.kernel.session.pacing import Pacing
from tutor.kernel.session.recorder import Recorder
from tutor.live.group.conductor import Conductor, Unled
from tutor.live.lesson_io import as_number, spread
from tutor.live.offers import Make, Offers
from tutor.views.kinds import View
from tutor.views.scalar import Scalar
from tutor.views.values.make import view_of

POLL = 0.002
"""Seconds between two looks at what the tutor wants, at full pace: often enough to obey in time, and free."""
PROGRESS = 0.5
"""Seconds between two words on how far a loop is that reports nothing."""
REPORT = 0.05
"""Seconds between two messages of steps: twenty a second, however fast training is."""


_item = methodcaller("item")


class SessionIO:
    """The stage of one process of a session; `begin` and `finish` frame a cell."""

    def __init__(self, device: str, channel: Channel) -> None:
        self.channel = channel
        self.used: dict[str, Scalar] = {}
        self.defaults: dict[str, Scalar] = {}
        self._device = device
        self._request: Execute | None = None
        self._pid = 0
        self._written: Callable[[], tuple[int, int]] | None = None
        self._controls: dict[str, Scalar] = {}
        self._changed: set[str] = set()
        self._recorder = Recorder()
        self._ranks: dict[int | None, Recorder] = {}  # of processes that the cell has started
        self._rows = self._recorder.groups  # at hand for `report`, which every step of training goes through
        self._step: float | None = None
        self._count = self._told = 0  # steps of the loop that runs, and of the last one that was told of
        self._tell_at = 0.0
        self.pacing = Pacing(self._announce)
        self._poll_at = self._report_at = 0.0
        self._offers = Offers(self.view, lambda: self.channel.idle())

    def begin(self, request: Execute, written: Callable[[], tuple[int, int]] | None = None) -> None:
        """A cell begins; what the cells before it declared stays known.

        `written` tells how many characters it has written to its standard output and error.
        """
        self._request, self._pid = request, os.getpid()
        self._written = written
        self._controls = dict(request.controls)
        self._changed.clear()
        self.used = {}
        self._recorder = Recorder()
        self._ranks.clear()
        self._rows = self._recorder.groups
        self._step = None
        self._count = self._told = 0
        self.pacing.begin(request.pace, held=request.paused)
        self._poll_at = self._report_at = 0.0
        self._offers.begin()
        self.channel.inbox.clear()  # meant for a cell that is over

    def finish(self) -> None:
        """A cell is over: send every report that is kept, waiting if need be.

        Where it has failed, and its accelerator with it, what lies there is lost.
        """
        with suppress(RuntimeError):
            self._recorder.read()
        self._send_steps(wait=True)
        self.channel.drain()

    # ------------------------------------------------------------------------------------- what a lesson may say

    def declare(self, name: str, default: Scalar) -> None:
        """Keep the default, for when the tutor does not name the control."""
        self.defaults[name] = default

    def value(self, name: str) -> Scalar:
        """The learner's value, else the default; that it was read is told to the host."""
        if perf_counter() >= self._poll_at:
            self.poll()
        value = self._controls.get(name, self.defaults[name])
        self.note_use(name, value, int(self._step or 0))
        return value

    def note_use(self, name: str, value: Scalar, step: int) -> None:
        """The cell has read a control; the first time that it reads a changed one is told to the host."""
        self.used[name] = value
        if name in self._changed and value == self._controls[name]:
            self._changed.discard(name)
            self.channel.send(ControlUsed(*self._place(), name, value, step))

    def controls(self) -> dict[str, Scalar]:
        """The values of all controls that are known: the learner's, else the defaults."""
        return self.defaults | self._controls

    def device(self) -> str:
        """What the session computes on, as torch names it."""
        return self._device

    def steps(self, count: int) -> Iterator[int]:
        """The numbers 0 to count − 1, each when its step is due."""
        outer = self._step
        if outer is None:
            self.begin_loop(count)
        try:
            for step in range(count):
                if self.pacing.slow or perf_counter() >= self._poll_at:
                    self._gate(step)
                self._step = step
                yield step
        finally:
            self._step = outer

    def report(self, values: dict[str, Any]) -> None:
        """Numbers of the present step. Raises ValueError naming what is no number."""
        rows = self._rows.get(tuple(values))
        if rows is None:
            self._report_slowly(values)
        else:
            step = self._step
            if step is None:
                step = self._recorder.next_step(tuple(values))
            try:
                rows.fromlist([step, *map(_item, values.values())])  # all of it or, where it raises, nothing
            except (AttributeError, TypeError, ValueError, RuntimeError):
                self._report_slowly(values)
        if perf_counter() >= self._report_at:
            self.poll()

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
        self._send_steps(wait=True)
        _flush(sys.stdout)
        session, run, cell = self._place()
        self.channel.send(Shown(session, run, cell, name, view, self._written() if self._written else None))

    def reached(self, result: str) -> None:
        """The milestone is reached; what was reported and printed before goes first."""
        self._send_steps(wait=True)
        _flush(sys.stdout)
        self.channel.send(Reached(*self._place(), result))

    def awaits(self, what: str) -> None:
        """The cell waits for this, or with '' no longer; nobody is told where another process or thread waits."""
        if os.getpid() == self._pid and threading.current_thread() is threading.main_thread():
            self.channel.send(Awaited(*self._place(), what))

    def offer(self, name: str, make: Make) -> None:
        """A view that is made when it is due; the newest of each name is made when the loop is held or ends."""
        self._offers.offer(name, make)

    def settle(self) -> None:
        """Read the numbers and make the views that wait. Raises what an accelerator or the learner's functions raise
        in it."""
        self._recorder.read()
        self._offers.settle()

    def conduct(self) -> Conductor:
        """Leads ranks as the learner leads the cell; in a check, where nobody watches, at full pace."""
        return Unled() if self._request is None else Conducting(self, self._step)

    def keep(self, rank: int, names: tuple[str, ...], rows: array[float]) -> None:
        """Reports of a rank; they go up with those of the cell."""
        self._ranks.setdefault(rank, Recorder()).groups.setdefault(names, array("d")).extend(rows)

    def at_step(self, step: float | None) -> None:
        """The step that is under way; None for none."""
        self._step = step

    def quiz(self, question: str, answers: Sequence[QuizAnswer]) -> None:
        """Nothing: the screen asks it."""

    # -------------------------------------------------------------------------------------------------- reports

    def _report_slowly(self, values: dict[str, Any]) -> None:
        """A report with plain numbers, mappings or numbers on an accelerator in it, or the first of its names since
        some were sent."""
        found = dict(spread(values))
        names = tuple(found)
        elsewhere = {name: value for name, value in found.items() if is_elsewhere(value)}
        numbers = {name: as_number(name, value) for name, value in found.items() if name not in elsewhere}
        step = self._step if self._step is not None else self._recorder.next_step(names)
        self._recorder.add(names, float(step), numbers, elsewhere)

    def _send_steps(self, *, wait: bool = False) -> None:
        """Send the reports that are kept if the host takes them; wait for it where too many are kept."""
        now = perf_counter()
        self._report_at = now + REPORT
        recorders: dict[int | None, Recorder] = {None: self._recorder, **self._ranks}
        if not any(one.waiting() for one in recorders.values()):
            if now >= self._tell_at and self._step and self.channel.idle():
                self._tell(int(self._step), now)
            return
        self._tell_at = now + PROGRESS
        with shielded():
            self._recorder.read()  # whether they can be sent or not, so that they do not fill an accelerator's memory
        wait = wait or any(one.full() for one in recorders.values())
        if not wait and not self.channel.idle():
            return
        place = self._place()
        with shielded():
            messages = [Steps(*place, *part, rank=rank) for rank, one in recorders.items() for part in one.take()]
        for message in messages:
            if wait:
                self.channel.send(message)
            else:
                self.channel.try_send(message)

    # ------------------------------------------------------------------------------------------------- stepping

    def begin_loop(self, count: int) -> None:
        """Tell how long the loop is that begins; of many that are equally long, one after another, once."""
        self._count = count
        if count != self._told:
            self._send_steps()
            self._tell(0, perf_counter())

    def _tell(self, step: int, now: float) -> None:
        self._told, self._tell_at = self._count, now + PROGRESS
        self.channel.try_send(Loop(*self._place(), step, self._count))

    def _gate(self, step: int) -> None:
        """Let a step pass when it is due and nothing holds it."""
        self.poll()
        if self.pacing.slow:
            while (seconds := self.pacing.due_in(step)) != 0.0:
                self._wait(seconds)
            self.pacing.take()

    def _wait(self, seconds: float | None) -> None:
        """Obey the tutor for so long at most (None: until it asks for something); what is reported does not wait."""
        if seconds is not None and self._recorder.waiting():
            if perf_counter() >= self._report_at:
                self._send_steps()
            seconds = max(0.0, min(seconds, self._report_at - perf_counter()))
        self._obey(seconds)

    def _announce(self, step: int, held: bool) -> None:
        """The loop is held before this step, or goes on with it."""
        if held:
            self.settle()
        self._send_steps(wait=True)
        _flush(sys.stdout)
        session, run, cell = self._place()
        self.channel.send(Held(session, run, cell, held, step))

    def poll(self) -> None:
        """What is to be done now and then: obey the tutor, pass on reports and text."""
        now = perf_counter()
        self._poll_at = now + POLL
        self._obey(0.0)
        if now >= self._report_at:
            self._send_steps()
            _flush(sys.stdout)

    def _obey(self, timeout: float | None) -> None:
        """Take what the tutor has sent, waiting for it up to `timeout` seconds (None: until something comes)."""
        self.channel.receive(timeout)
        while self.channel.inbox:
            message = self.channel.inbox.popleft()
            match message:
                case SetControl(name=name, value=value):
                    self._controls[name] = value
                    self._changed.add(name)
                case SetPace() | Pause() | Resume() | Step():
                    self.pacing.obey(message)
                case Inspect(session=session, name=name):
                    self.channel.send(answer(session, name, vars(sys.modules["__main__"])))
                case Execute():
                    raise AssertionError("the host runs one cell at a time")

    def _place(self) -> tuple[int, int, int]:
        """The session, run and cell that a message belongs to."""
        assert self._request is not None
        return self._request.session, self._request.run, self._request.cell.number


def _flush(stream: Any) -> None:
    """Send on what was printed. The stream may be one that the learner put there, or closed."""
    if stream is not None and not stream.closed:
        stream.flush()
