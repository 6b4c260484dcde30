"""The tutor's handle on one session of a kernel."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from tutor.kernel.protocol.messages import ToKernel
from tutor.kernel.protocol.requests import (
    Cell,
    Close,
    Inspect,
    Interrupt,
    Pause,
    Resume,
    Run,
    SetControl,
    SetPace,
    Step,
)
from tutor.views.scalar import Scalar


class SessionHandle:
    """A session of a kernel."""

    def __init__(self, send: Callable[[ToKernel], None], number: int, runs: itertools.count[int]) -> None:
        self.number = number
        self._send = send
        self._runs = runs

    def run(
        self,
        cells: Sequence[Cell],
        *,
        controls: Mapping[str, Scalar] | None = None,
        pace: float | None = None,
        paused: bool = False,
        needed: Sequence[int] | None = None,
    ) -> int:
        """Run the last of the cells, and before it those of the others that are `needed`, by their numbers, and do not
        stand in memory; None is all. The number that its events carry."""
        number = next(self._runs)
        wanted = None if needed is None else tuple(needed)
        self._send(Run(self.number, number, tuple(cells), dict(controls or {}), pace, paused, wanted))
        return number

    def set_control(self, name: str, value: Scalar) -> None:
        """A control was moved: the next step sees it."""
        self._send(SetControl(self.number, name, value))

    def set_pace(self, pace: float | None) -> None:
        """Steps a second; None is as fast as it goes."""
        self._send(SetPace(self.number, pace))

    def pause(self) -> None:
        """Hold before the next step."""
        self._send(Pause(self.number))

    def resume(self) -> None:
        """Let a paused training go on."""
        self._send(Resume(self.number))

    def step(self, count: int = 1) -> None:
        """Take some steps and hold again."""
        self._send(Step(self.number, count))

    def interrupt(self) -> None:
        """Stop the running cell."""
        self._send(Interrupt(self.number))

    def inspect(self, name: str = "") -> None:
        """Look at a name as it stands; '' asks which there are. Answered by `Inspected`."""
        self._send(Inspect(self.number, name))

    def close(self) -> None:
        """End the session, and with it all that it started."""
        self._send(Close(self.number))
