"""One cell of a lesson as it stands: its text, what its last run said and drew, its trainings. No widgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from tutor.views.curves.history import History
from tutor.views.printed import Transcript
from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.kernel.protocol.events import Failure
    from tutor.views.curves.from_text import Readings, Row
    from tutor.views.kinds import View

Phase = Literal["new", "waiting", "running", "held", "ok", "error", "interrupted", "timeout", "killed"]
BUSY: frozenset[Phase] = frozenset(("waiting", "running", "held"))


class Training(msgspec.Struct):
    """One training run of a cell: the reported numbers, and the controls that it had."""

    history: History = msgspec.field(default_factory=History)
    controls: dict[str, Scalar] = msgspec.field(default_factory=dict)
    """By name, as the run began."""
    steps: int | None = None
    """How many steps the longest loop of the cell has; None before one begins."""
    moves: list[tuple[int, str, Scalar]] = msgspec.field(default_factory=list)
    """(first step that used it, control, value) of each control changed on the way."""
    device: str = ""
    """Where it ran, as torch spells it."""
    cut: bool = False
    """Whether it is known to have ended before its cell did."""

    @property
    def changed(self) -> bool:
        """Whether a control was changed on the way."""
        return bool(self.moves)

    def is_like(self, other: Training) -> bool:
        """Whether this run is seen no better than another: controls all along, number of steps and device are equal."""
        alike = (self.controls, self.moves, self.history.last_step, self.device)
        return alike == (other.controls, other.moves, other.history.last_step, other.device)

    def control_at(self, name: str, step: int) -> Scalar | None:
        """The value of a control as this step used it; None where there is no such control."""
        used = [value for first, moved, value in self.moves if moved == name and first <= step]
        return used[-1] if used else self.controls.get(name)


class CellState(msgspec.Struct):
    """A cell as it stands: its text, and what the last run of it led to."""

    number: int
    original: str
    source: str
    phase: Phase = "new"
    basis: tuple[str, ...] = ()
    """The sources, of this cell and those above it, that the last run ran."""
    rests_on: frozenset[int] = frozenset()
    """The cells whose controls the last run's results come from: itself, and those that were run for it."""
    used: dict[str, Scalar] = msgspec.field(default_factory=dict)
    transcript: Transcript = msgspec.field(default_factory=Transcript)
    views: dict[str, View] = msgspec.field(default_factory=dict)
    """By the name the lesson gave; '' is the last expression's value."""
    places: dict[str, int] = msgspec.field(default_factory=dict)
    """By the name of a view: how many lines the cell had written when it was shown last."""
    former: set[str] = msgspec.field(default_factory=set)
    """Names of those views that are still the run before's; they go when the run ends without showing them again."""
    reached: str = ""
    """What the milestone came to, where the cell has said that it is reached."""
    awaits: str = ""
    """What it waits for, in words, while it runs; '' where it does not, or says nothing of it."""
    readings: Readings | None = None
    """Reads curves out of what it prints; None where nobody asked for that."""
    stored: str = ""
    """What its file has of an earlier run, elsewhere."""
    failure: Failure | None = None
    seconds: float | None = None
    turn: int = 0
    """How many cells had begun to run by the time that this one did last, itself included."""
    training: Training | None = None
    ghosts: list[Training] = msgspec.field(default_factory=list)
    """Earlier training runs, the latest last."""

    @property
    def edited(self) -> bool:
        """Whether the learner changed the text."""
        return self.source != self.original

    def read_printed(self, wanted: bool) -> None:
        """Read curves out of what was printed, as far as it is kept, and out of what will be; or no longer."""
        from tutor.views.curves.from_text import Readings  # few are asked for curves

        self.readings = Readings() if wanted else None
        if self.training is not None:
            self.training.history.clear()
        self.read("".join(f"{line}\n" for line in self.transcript.lines), "stdout")

    def read(self, text: str, stream: str) -> None:
        """Take what was printed for its numbers."""
        if self.readings is not None and self.training is not None:
            for row in self.readings.feed(text, stream):
                _add(self.training.history, row)

    def in_order(self, rows: int | None = None) -> Iterator[tuple[list[str], str | None]]:
        """The lines that were written, the last `rows` of those that are kept, and which view was shown after them.

        The last lines have None after them.
        """
        lines = self.transcript.lines
        gone = self.transcript.count - len(lines)
        done = 0 if rows is None else max(0, len(lines) - rows)
        for name in sorted(self.views, key=lambda view: self.places.get(view, 0)):
            here = max(done, min(len(lines), self.places.get(name, 0) - gone))
            yield lines[done:here], name
            done = here
        yield lines[done:], None


def _add(history: History, row: Row) -> None:
    step, values = row
    history.add(list(values), [step], [[value] for value in values.values()])
