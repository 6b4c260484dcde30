"""What a cell prints of its training, read as curves where the learner asks for it; its code stays as it is."""

from __future__ import annotations

from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.state import LessonState
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen

LOOKED_AT = 40
"""Of what a cell has printed, so many of the last lines tell whether there is a curve in them."""


class PrintedCurves(Controller):
    """Draws printed numbers, or leaves them."""

    COMMANDS = (
        Command("t", "printed", "printed curves", "draw the numbers that the marked cell prints, such as its loss"),
    )

    def __init__(self, screen: ShellScreen[None], state: LessonState, display: LessonDisplay) -> None:
        self._screen = screen
        self._state = state
        self._display = display

    def enabled(self, action: str) -> bool:
        """Where the marked cell prints numbers under names again and again, and reports none itself.

        Of a lesson's cells those that the learner has changed: a lesson reports what is to be seen as a curve.
        """
        del action
        if not (number := self._state.selected):
            return False
        cell = self._state.notebook[number]
        if cell.readings is not None:
            return True
        own = self._state.lesson.opened or cell.edited
        if not own or not cell.transcript.lines or _reports(cell):
            return False
        from tutor.views.curves.from_text import readable  # the first frame does not wait for it

        return readable(cell.transcript.lines[-LOOKED_AT:])

    def label_now(self, action: str, label: str) -> str:
        """What the key leads to."""
        del action
        number = self._state.selected
        return "no curves" if number and self._state.notebook[number].readings is not None else label

    def action_printed(self) -> None:
        """Curves of what was printed, and of what will be; or none."""
        cell = self._state.notebook[self._state.selected]
        cell.read_printed(cell.readings is None)
        self._display.give_room()
        self._display.redraw(at_once=True)
        self._screen.refresh_bindings()
        if cell.readings is not None:
            self._screen.notify("What this cell prints is drawn, now and when it runs again. t leaves it.")


def _reports(cell: CellState) -> bool:
    return cell.training is not None and len(cell.training.history) > 0
