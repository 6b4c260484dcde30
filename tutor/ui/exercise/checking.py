"""One exercise's checks: one at a time, of the text as it stood when it was asked for, and told from later texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tutor.kernel.client.client import KernelError, Lost
from tutor.kernel.protocol.checks import TrainingMeasured

if TYPE_CHECKING:
    from tutor.course.exercise import Exercise
    from tutor.kernel.protocol.checks import Checked, Trained
    from tutor.ui.kernel_link import KernelLink


@dataclass(frozen=True)
class JudgedText:
    """A verdict, and the text that it is on."""

    text: str
    checked: Checked


class Checker:
    """Has texts judged."""

    def __init__(self, link: KernelLink, exercise: Exercise) -> None:
        self._link = link
        self._exercise = exercise
        self.on_change: Callable[[], object] = lambda: None
        """Called when a check began or ended."""
        self.on_judged: Callable[[JudgedText], object] = lambda _judged: None
        """Called with each verdict."""
        self.on_measured: Callable[[], object] = lambda: None
        """Called when the training that is judged was measured once more."""
        self.measured: Trained | None = None
        """How that stands; of the last check, once it is over."""
        self._turn = 0
        self._number: int | None = None
        self.running: str | None = None
        """The text that is being judged now."""
        self.judged: JudgedText | None = None
        """The last verdict."""
        self.problem = ""
        """Why the last check came to no verdict; '' where it did."""

    async def check(self, text: str) -> None:
        """Have a text judged; a check that runs is given up."""
        self._give_up()
        self._turn += 1
        turn, self.running, self.problem, self.measured = self._turn, text, "", None
        self.on_change()
        try:
            number = await self._link.check(self._exercise, text, partial(self._hear, turn))
        except KernelError as error:
            if turn == self._turn:
                self._end(str(error))
            return
        if turn == self._turn and self.running is not None:
            self._number = number
        else:
            self._link.cancel_check(number)

    def cancel(self) -> bool:
        """Give up the running check; whether there was one."""
        if self.running is None:
            return False
        self._give_up()
        self._end("The check was canceled.")
        return True

    def close(self) -> None:
        """Nothing more is wanted."""
        self._give_up()
        self._turn += 1

    def _give_up(self) -> None:
        if self._number is not None:
            self._link.cancel_check(self._number)
            self._number = None
        self.running = None

    def _hear(self, turn: int, message: Checked | TrainingMeasured | Lost) -> None:
        if turn != self._turn or self.running is None:
            return
        if isinstance(message, TrainingMeasured):
            self.measured = message.trained
            self.on_measured()
            return
        if isinstance(message, Lost):
            self._end(f"{message.message} The check ended without a verdict; ctrl+r checks again.")
            return
        self.judged, self.measured = JudgedText(self.running, message), message.trained or self.measured
        self._end("")
        self.on_judged(self.judged)

    def _end(self, problem: str) -> None:
        self.running, self._number, self.problem = None, None, problem
        self.on_change()
