"""A run under way, and the cell of it that is being run: what the host keeps in mind about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tutor.kernel.host.snapshot_process import CellOutput, CompletedCell
from tutor.kernel.protocol.events import Failure, Status
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.requests import Cell, Pause, Resume, Run, SetControl, SetPace, Step
from tutor.kernel.protocol.wire import Execute
from tutor.kernel.system.limits import took_too_long
from tutor.views.scalar import Scalar

Steering = SetControl | SetPace | Pause | Resume | Step
"""What may be asked of a running cell, beside its end."""

OBEY = 1.0
"""Seconds that a cell has to obey an interrupt before it is killed."""
GRACE = 0.5
"""Seconds between a process's closing of its channel and the news of its end, before it is taken for alive. On a busy
machine the news take their time, and a process that was killed did not close its channel itself."""


@dataclass
class ActiveRun:
    """A run under way."""

    number: int
    cells: tuple[Cell, ...]
    controls: dict[str, Scalar]
    pace: float | None
    paused: bool
    began: float
    needed: frozenset[int] | None = None
    """The numbers of the cells that the last one needs; None is all of them."""
    interrupted: bool = False

    @classmethod
    def of(cls, request: Run, now: float) -> ActiveRun:
        """The run that was asked for."""
        needed = None if request.needed is None else frozenset(request.needed)
        return cls(request.run, request.cells, dict(request.controls), request.pace, request.paused, now, needed)

    def behind(self, stood: Iterable[CompletedCell]) -> int | None:
        """The place in `cells` behind these, which stand in memory one on another; None where they are not what the
        last cell rests on. One that it does not need may be among them, or be left out."""
        place, last = 0, len(self.cells) - 1
        for one in stood:
            while place < last and not one.stands(self.cells[place], self.controls):
                if self._needs(self.cells[place]):
                    return None
                place += 1
            if place == last:
                return None
            place += 1
        return place

    def following(self, stood: Iterable[CompletedCell]) -> Cell:
        """The next cell to be run on these, which it rests on."""
        place = self.behind(stood)
        assert place is not None
        return next(cell for cell in self.cells[place:] if cell is self.cells[-1] or self._needs(cell))

    def _needs(self, cell: Cell) -> bool:
        return self.needed is None or cell.number in self.needed

    def execute(self, session: int, cell: Cell) -> Execute:
        """What to tell the level that runs a cell: only the last cell is paced and held."""
        if cell is self.cells[-1]:
            return Execute(session, self.number, cell, self.controls, self.pace, self.paused)
        return Execute(session, self.number, cell, self.controls)

    def note(self, message: Steering) -> None:
        """Remember what the tutor wants, for the cells that have not begun."""
        match message:
            case SetControl(name=name, value=value):
                self.controls[name] = value
            case SetPace(pace=pace):
                self.pace = pace
            case Pause() | Step():
                self.paused = True
            case Resume():
                self.paused = False


@dataclass
class Execution:
    """A cell that is being run."""

    cell: Cell
    replayed: bool
    began: float
    printed: CellOutput | None = None
    """None until the process that runs it is there."""
    interrupted_at: float | None = None
    closed_at: float | None = None
    """When its process closed the channel without a result."""
    held_at: float | None = None
    held_for: float = 0.0
    waiting: list[Steering] = field(default_factory=list)
    """What came before its process was there to be told."""

    def hold(self, now: float, *, held: bool) -> None:
        """Time spent held is not counted."""
        if held and self.held_at is None:
            self.held_at = now
        elif not held and self.held_at is not None:
            self.held_for += now - self.held_at
            self.held_at = None

    def deadline(self, limits: Limits) -> float | None:
        """When the host has to do something about it next."""
        if self.printed is None:
            return None
        due = [self.interrupted_at + OBEY] if self.interrupted_at is not None else []
        if self.closed_at is not None:
            due.append(self.closed_at + GRACE)
        if limits.seconds is not None and self.held_at is None:
            due.append(self.began + self.held_for + limits.seconds)
        return min(due, default=None)

    def judge(self, now: float, limits: Limits) -> tuple[Status, Failure] | None:
        """Why it has to be killed now, if it has to be."""
        if self.printed is None:
            return None
        if self.interrupted_at is not None and now >= self.interrupted_at + OBEY:
            return "interrupted", Failure("The cell did not end when it was asked to, so it was killed.")
        if self.closed_at is not None and now >= self.closed_at + GRACE:
            return "killed", Failure("Your code closed the connection to the tutor. Run the cell again.")
        seconds = limits.seconds
        if seconds is not None and self.held_at is None and now >= self.began + self.held_for + seconds:
            return "timeout", Failure(took_too_long(seconds))
        return None
