"""What ranks are led by: whose controls they read, when their next step is due, and who takes their reports."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from tutor.views.scalar import Scalar


class Conductor(Protocol):
    """Leads the ranks that one process has started."""

    def leave(self) -> None:
        """In a rank: let go of what only the process that started it may use."""

    def fd(self) -> int | None:
        """What to wait for beside the ranks; None where there is nothing."""

    def attend(self) -> None:
        """Done now and then: look what the learner wants, send on what is kept."""

    def controls(self) -> dict[str, Scalar]:
        """The values of all controls that are known."""

    def declare(self, name: str, default: Scalar) -> None:
        """A rank has a control."""

    def used(self, name: str, default: Scalar, value: Scalar, step: int) -> None:
        """A step of a rank has read a control."""

    def begin_loop(self, count: int) -> None:
        """The ranks begin a loop of so many steps."""

    def due_in(self, step: int) -> float | None:
        """Seconds until all ranks may take this step, which counts as taken where it is 0.0; None: until it is said."""

    def hurried(self) -> bool:
        """Whether steps need not be asked for one by one."""

    def report(self, rank: int, names: tuple[str, ...], rows: array[float]) -> None:
        """Reports of a rank: row after row, the step and a value for each name."""

    def end(self) -> None:
        """The ranks are gone."""


class Unled:
    """A conductor where nobody watches: every control has its default, every step is due, and reports are dropped."""

    def __init__(self) -> None:
        self._controls: dict[str, Scalar] = {}

    def leave(self) -> None:
        """Nothing is to be let go of."""

    def fd(self) -> int | None:
        """Nothing comes from elsewhere."""
        return None

    def attend(self) -> None:
        """Nothing is kept."""

    def controls(self) -> dict[str, Scalar]:
        """Their defaults."""
        return self._controls

    def declare(self, name: str, default: Scalar) -> None:
        """Keep the default as the value."""
        self._controls[name] = default

    def used(self, name: str, default: Scalar, value: Scalar, step: int) -> None:
        """Nobody asks."""

    def begin_loop(self, count: int) -> None:
        """Nobody asks."""

    def due_in(self, step: int) -> float | None:
        """At once."""
        del step
        return 0.0

    def hurried(self) -> bool:
        """Always."""
        return True

    def report(self, rank: int, names: tuple[str, ...], rows: array[float]) -> None:
        """Nobody reads it."""

    def end(self) -> None:
        """Nothing is left to do."""


class Printed(Unled):
    """The conductor of a script that runs alone: of each rank, the first report, the last, and between them one a
    second."""

    def __init__(self, controls: dict[str, Scalar], write: Callable[[str], None]) -> None:
        super().__init__()
        self._controls = controls
        self._write = write
        self._due: dict[int, float] = {}
        self._kept: dict[int, str] = {}

    def report(self, rank: int, names: tuple[str, ...], rows: array[float]) -> None:
        """Print it, or keep it for the case that it is the last."""
        width = len(names) + 1
        for start in (0, len(rows) - width):
            step, *values = rows[start : start + width]
            numbers = "  ".join(f"{name} {value:.6g}" for name, value in zip(names, values, strict=True))
            self._kept[rank] = f"step {step:.0f}  rank {rank}  {numbers}"
            if monotonic() >= self._due.get(rank, 0.0):
                self._due[rank] = monotonic() + 1.0
                self._write(self._kept.pop(rank))

    def end(self) -> None:
        """Print what was reported last."""
        for line in self._kept.values():
            self._write(line)
        self._kept.clear()
