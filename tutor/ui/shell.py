"""What a screen may ask of the application that shows it. The application knows its screens, and none of them knows it.

`tutor.ui.app.TutorApp` is the one that learners use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

    from tutor.course.model import Course
    from tutor.learner.progress import Store
    from tutor.learner.workspace import Workspace
    from tutor.options import Options
    from tutor.ui.kernel_link import KernelLink
    from tutor.ui.terminal.terminal import TerminalCapabilities


class Shell(Protocol):
    """What all screens share, and the ways from one to another."""

    options: Options
    """How the tutor was opened."""
    terminal: TerminalCapabilities
    """What the terminal can show."""
    store: Store
    """What the learner did."""
    link: KernelLink
    """The one kernel."""

    @property
    def course(self) -> Course:
        """The course."""

    @property
    def device(self) -> str:
        """What lessons compute on, as it was chosen."""

    @property
    def pace(self) -> float | None:
        """Steps a second at which a training begins; None is as fast as it goes."""

    @property
    def last_exercise(self) -> str | None:
        """The slug of the exercise that was opened last."""

    @property
    def workspace(self) -> Workspace:
        """The learner's files of exercises."""

    def set_pace(self, pace: float | None) -> None:
        """Trainings begin at this pace from now on."""

    async def open_lesson(self, slug: str, screen: int | None = None) -> None:
        """Open a lesson; at this of its screens, from 0, or where the learner was."""

    async def open_exercise(self, name: str, *, instead: Screen[Any] | None = None, notice: str = "") -> None:
        """Open an exercise, 'one_step' or 'linear_regression/one_step', over the present screen or `instead` of it;
        `notice` is the first that it says."""

    async def open_exercises(self, lesson: str | None = None) -> None:
        """Open the list of all exercises, at those of a lesson."""

    async def go_home(self) -> None:
        """Close every screen but home."""

    def close_exercise(self, exercise: Screen[None]) -> None:
        """Close an exercise; where it was opened from a lesson, that is where the learner is again."""


def shell_of(node: DOMNode) -> Shell:
    """The application that a screen or widget is shown by."""
    return cast("Shell", node.app)
