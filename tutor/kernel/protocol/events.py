"""What a kernel tells of a session, its runs and its cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from tutor.kernel.protocol.message_bases import CellEvent, RunEvent, SessionEvent
from tutor.views.kinds import View
from tutor.views.packing import unpack
from tutor.views.scalar import Scalar

Status = Literal["ok", "error", "interrupted", "timeout", "killed"]


class Frame(msgspec.Struct, frozen=True):
    """One line of a traceback that is the learner's own."""

    cell: int
    line: int
    """From 1, within the cell."""
    function: str
    text: str


class Failure(msgspec.Struct, frozen=True):
    """Why a cell did not come to its end, in words for a beginner."""

    message: str
    """The last line of the traceback, or what happened to the process."""
    kind: str = ""
    """The exception's class name, or '' where there was none."""
    line: int | None = None
    """The line within the cell that failed, from 1."""
    frames: tuple[Frame, ...] = ()
    explanation: str = ""
    """What it means and what to try, where the tutor knows."""

    def place(self, cell: int) -> tuple[int, int] | None:
        """The cell and the line in it where the cell of this number failed, which may be a function of a cell above;
        None where it did not fail at a line."""
        if self.frames:
            return self.frames[-1].cell, self.frames[-1].line
        return None if self.line is None else (cell, self.line)

    def line_within(self, cell: int) -> int | None:
        """The line of this cell that the failure went through last; None where it went through none."""
        own = [frame.line for frame in self.frames if frame.cell == cell]
        return own[-1] if own else None if self.frames else self.line


class Opened(SessionEvent, frozen=True):
    """A session is there; `device` is what was asked for, resolved ('auto' to 'cuda:1', say)."""

    device: str


class CellStarted(CellEvent, frozen=True):
    """A cell begins to run; `replayed` where it runs only because a later one needs it."""

    replayed: bool = False


class Output(CellEvent, frozen=True):
    """Text that the cell wrote; any characters at all, not markup, not to be obeyed."""

    stream: Literal["stdout", "stderr"]
    text: str


class Loop(CellEvent, frozen=True):
    """How far a loop of steps is: sent as it begins, and now and then from one that reports nothing."""

    step: int
    """The step that has begun, from 0."""
    count: int
    """How many steps the loop has."""


class Steps(CellEvent, frozen=True):
    """Reports of one or more steps of training, every one since the last such message."""

    names: tuple[str, ...]
    """The names of the columns, in the order in which the lesson reported them; 'loss[0.005]' is one of several
    losses reported together."""
    steps: bytes
    """Packed: the number of the step that each report belongs to, from 0."""
    columns: tuple[bytes, ...]
    """Packed, one for each name."""
    rank: int | None = None
    """Which one reports of several processes that train together; None where the cell's own process does."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The names with whose they are, as 'loss[rank 1]' or 'loss[adam, rank 1]'; they alone where nobody else is."""
        if self.rank is None:
            return self.names
        whose = f"rank {self.rank}]"
        return tuple(f"{name[:-1]}, {whose}" if name.endswith("]") else f"{name}[{whose}" for name in self.names)

    def rows(self) -> Iterator[tuple[int, dict[str, float]]]:
        """Each report as (step, values by name)."""
        columns = [unpack(column) for column in self.columns]
        for index, step in enumerate(unpack(self.steps)):
            yield int(step), {name: column[index] for name, column in zip(self.names, columns, strict=True)}


class Shown(CellEvent, frozen=True):
    """A value that the cell shows. A later one of the same name in the same cell takes its place."""

    name: str
    """What the lesson called it; '' for the value of the last expression."""
    view: View
    written: tuple[int, int] | None = None
    """How many characters the cell had written to its standard output and error by then: so that the host, whom text
    reaches by another way, can pass on what came before a value before it, and what came after it after it."""


class Reached(CellEvent, frozen=True):
    """The cell says that its milestone is reached; it counts where the cell then comes to its end."""

    result: str
    """What is kept of it, in one line."""


class Awaited(CellEvent, frozen=True):
    """The cell waits for something that takes long and says nothing of its own."""

    what: str
    """In a few words, as 'compiling, about 20 s the first time'; '' once the wait is over."""


class ControlUsed(CellEvent, frozen=True):
    """A control as a step uses it: sent when the learner's change reached the training loop."""

    name: str
    value: Scalar
    step: int
    """The first step that uses this value."""


class Inspected(SessionEvent, frozen=True):
    """The answer to `Inspect`."""

    name: str
    view: View | None = None
    names: tuple[tuple[str, str], ...] = ()
    """(name, what it is) of the tensors and arrays, where that was asked."""
    problem: str = ""
    """Why there is no view, in words."""


class Held(CellEvent, frozen=True):
    """The running cell is held before a step (`held`), or goes on."""

    held: bool
    step: int


class CellFinished(CellEvent, frozen=True):
    """A cell came to its end, one way or another. Only status 'ok' is an end that the code itself reached."""

    status: Status
    seconds: float
    failure: Failure | None = None
    used: dict[str, Scalar] = msgspec.field(default_factory=dict)
    """The controls that the cell read, with their values at the end."""
    replayed: bool = False
    exits: bool = False
    """It asked for the end of its program, in good order: what stands below it is not run for it."""


class RunFinished(RunEvent, frozen=True):
    """The run is over: its last cell ended, or an earlier one failed (then `status` is that one's)."""

    status: Status
    seconds: float
