"""What the controllers of an exercise's screen have in common."""

from __future__ import annotations

from tutor.ui.exercise.lines import HeadLine, NoticeLine
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen


class ExerciseController(Controller):
    """A part of what the screen of an exercise does."""

    def __init__(self, screen: ShellScreen[None], state: ExerciseState) -> None:
        self.screen = screen
        self.state = state

    def say(self, notice: str, *, trouble: bool = False) -> None:
        """Say something in the line above the keys; '' takes it away."""
        if not self.screen.going:
            self.screen.query_one(NoticeLine).say(notice, trouble=trouble)

    def update_head(self) -> None:
        """Something has changed that the first line tells."""
        if not self.screen.going:
            self.screen.query_one(HeadLine).show()
