"""The lines above and below an exercise: where one is and how it stands, and what there is to say."""

from __future__ import annotations

from textual.widgets import Static

from tutor.ui.exercise import words
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.shell import shell_of
from tutor.views.plain import plain


class HeadLine(Static):
    """Where one is, how it stands, whether it is saved; where torch does not answer, that."""

    def __init__(self, state: ExerciseState) -> None:
        super().__init__(id="head", markup=False)
        self._state = state

    def show(self) -> None:
        """As it is now."""
        shell, exercise = shell_of(self), self._state.exercise
        lesson, width = shell.course.lesson(exercise.lesson), max(0, self.screen.size.width - 2)
        trouble = shell.link.brief if shell.link.trouble else ""
        head = words.head(lesson, exercise, self._state.standing, self._state.saved, width, trouble=trouble)
        self.update(head, layout=False)


class NoticeLine(Static):
    """What there is to say, above the keys; nothing where there is nothing."""

    DEFAULT_CSS = """
    NoticeLine { height: auto; max-height: 4; padding: 0 1; color: $secondary; display: none; }
    NoticeLine.-said { display: block; }
    NoticeLine.-trouble { color: $warning; }
    """

    def __init__(self) -> None:
        super().__init__(id="notice", markup=False)

    def say(self, notice: str, *, trouble: bool = False) -> None:
        """Say something; '' takes it away."""
        if not notice and not self.has_class("-said"):
            return
        self.set_class(bool(notice), "-said")
        self.set_class(trouble, "-trouble")
        self.update(plain(notice))
