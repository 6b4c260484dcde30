"""How a cell's process leads the ranks that it has started: as the learner leads the cell."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.kernel.session.session_io import SessionIO


class Conducting:
    """The learner's controls, pace and pause for ranks, and the way of their reports to the screens."""

    def __init__(self, io: SessionIO, step: float | None) -> None:
        """`step` is that of the cell itself, where it starts ranks in a loop of steps."""
        self._io, self._step = io, step

    def leave(self) -> None:
        """The channel to the host is the cell's alone: frames of two processes would mix."""
        self._io.channel.close()

    def fd(self) -> int | None:
        """Where the learner is heard."""
        return self._io.channel.fileno()

    def attend(self) -> None:
        """Hear the learner, and pass on reports and text."""
        self._io.poll()

    def controls(self) -> dict[str, Scalar]:
        """The learner's values, else the defaults."""
        return self._io.controls()

    def declare(self, name: str, default: Scalar) -> None:
        """A rank has a control of its own."""
        self._io.declare(name, default)

    def used(self, name: str, default: Scalar, value: Scalar, step: int) -> None:
        """The cell has read the control, by one of its ranks."""
        self._io.defaults.setdefault(name, default)
        self._io.note_use(name, value, step)

    def begin_loop(self, count: int) -> None:
        """Tell how long the loop is."""
        self._io.begin_loop(count)

    def due_in(self, step: int) -> float | None:
        """When the learner lets all ranks take this step."""
        self._io.poll()
        if self._io.pacing.slow:
            seconds = self._io.pacing.due_in(step)
            if seconds != 0.0:
                return seconds
            self._io.pacing.take()
        self._io.at_step(step)
        return 0.0

    def hurried(self) -> bool:
        """Whether the learner neither holds the cell nor has given it a pace."""
        return not self._io.pacing.slow

    def report(self, rank: int, names: tuple[str, ...], rows: array[float]) -> None:
        """Keep a rank's reports until they are sent with those of the cell."""
        self._io.keep(rank, names, rows)

    def end(self) -> None:
        """The cell is alone again."""
        self._io.at_step(self._step)
