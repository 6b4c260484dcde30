"""What the tutor asks of a session."""

from __future__ import annotations

import msgspec

from tutor.kernel.protocol.message_bases import Limits, Message
from tutor.views.scalar import Scalar


class Cell(msgspec.Struct, frozen=True):
    """One live cell of a lesson as it now stands in the learner's hands."""

    number: int
    """Its place among the code cells of the lesson, from 1."""
    source: str
    name: str = ""
    """The file name that its tracebacks carry, e.g. 'learning_rate/lesson.py'."""
    line: int = 1
    """The line of that file at which the source begins."""


class Open(Message, frozen=True):
    """Begin a session: a lesson's namespace, fresh and seeded."""

    session: int
    device: str = "auto"
    seed: int = 0
    limits: Limits = Limits()
    file: str = ""
    """The file whose cells it runs, as if that had been started in its folder, where the folder is here; '' is a lesson
    of a course, whose cells have a work folder to themselves."""


class Run(Message, frozen=True):
    """Run the last of `cells`, and before it those of the others that do not stand in memory as they are given.

    The session keeps what each cell led to as long as the cell, the cells above it and the controls it read stay
    the same. Earlier cells run at full pace; the last one is always run anew, at `pace`.
    """

    session: int
    run: int
    """A number of the tutor's own, repeated in every event of this run."""
    cells: tuple[Cell, ...]
    controls: dict[str, Scalar] = msgspec.field(default_factory=dict)
    """Values the learner chose; a control that is not named has its default."""
    pace: float | None = None
    """Steps a second for the last cell; None is as fast as it goes."""
    paused: bool = False
    """Begin paused before the first step."""
    needed: tuple[int, ...] | None = None
    """The numbers of those cells that the last one needs; another is run only where it stands in memory already. None
    is all of them."""


class SetControl(Message, frozen=True):
    """A control was moved while a cell runs; the next step sees it."""

    session: int
    name: str
    value: Scalar


class SetPace(Message, frozen=True):
    """Steps a second for the running cell; None is as fast as it goes."""

    session: int
    pace: float | None


class Pause(Message, frozen=True):
    """Hold the running cell before its next step."""

    session: int


class Resume(Message, frozen=True):
    """Let a held cell go on."""

    session: int


class Step(Message, frozen=True):
    """Let a held cell take `count` steps and hold again; a running cell is held after them."""

    session: int
    count: int = 1


class Interrupt(Message, frozen=True):
    """Stop the running cell: SIGINT, and SIGKILL where that is not obeyed. What stood before it is kept."""

    session: int


class Inspect(Message, frozen=True):
    """Look at a name of the session's, as it stands now, and change nothing; answered by one `Inspected`.

    A cell that runs is asked between two of its steps, or answers when it is over.
    """

    session: int
    name: str = ""
    """A variable or a path from one ('model.weight', 'batches[0]'); '' asks which names there are."""


class Close(Message, frozen=True):
    """End a session and every process that came of it."""

    session: int
