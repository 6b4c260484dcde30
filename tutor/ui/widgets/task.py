"""The task of an exercise with the hints that were asked for; after it, a good answer beside the learner's own."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tutor.course.exercise import Exercise
from tutor.ui.plain import plain
from tutor.ui.presence import Present
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.prose import Prose


class TaskPanel(Present, VerticalScroll, can_focus=False):
    """Task and hints, or the solution."""

    DEFAULT_CSS = """
    TaskPanel { scrollbar-size-vertical: 1; }
    TaskPanel > Vertical { height: auto; }
    TaskPanel .heading { height: auto; color: $accent; text-style: bold; }
    TaskPanel .hint { margin: 0 0 1 0; }
    TaskPanel .-first { margin: 1 0 0 0; }
    TaskPanel .quiet { height: auto; margin: 1 0 0 0; color: $text-muted; }
    TaskPanel .learnt { height: auto; margin: 1 0 0 0; }
    TaskPanel CodeEditor { margin: 0 0 1 0; }
    """

    def __init__(self, exercise: Exercise, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.exercise = exercise
        self.hints = 0
        """How many hints are shown."""
        self.solution = False
        """Whether the solution is shown in place of the task."""
        self._given = Vertical(
            Prose(exercise.task or "This exercise has no task."), Static(classes="quiet", markup=False)
        )
        self._solution: Vertical | None = None

    def compose(self) -> ComposeResult:
        """The task."""
        yield self._given

    def on_mount(self) -> None:
        """Its name, and how many hints there are."""
        self._say()

    def _say(self) -> None:
        count = len(self.exercise.hints)
        left = count - self.hints
        if not count:
            said = ""
        elif not self.hints:
            said = f"h shows a hint; there {'is one' if count == 1 else f'are {count}'}."
        else:
            said = f"h shows the next hint; {left} left." if left else "These were all hints."
        self._given.query(".quiet").last(Static).update(said)
        self.border_title = "a good answer" if self.solution else "task"

    async def show_hints(self, count: int) -> None:
        """Show the first `count` hints, and bring the last of them into view."""
        for number in range(self.hints, min(count, len(self.exercise.hints))):
            head = Static(f"Hint {number + 1} of {len(self.exercise.hints)}", classes="heading", markup=False)
            prose = Prose(self.exercise.hints[number], classes="hint")
            last = self._given.query(".quiet").last(Static)
            await self._given.mount(head, prose, before=last)
            self.hints = number + 1
            self.call_after_refresh(head.scroll_visible, animate=False, top=True)
        self._say()

    async def show_solution(self, shown: bool) -> None:
        """Show a good answer in place of the task, or the task again."""
        self.solution = shown
        if shown and self._solution is None:
            self._solution = Vertical(*self._answer())
            await self.mount(self._solution)
        self._given.display = not shown
        if self._solution is not None:
            self._solution.display = shown
        self._say()
        self.scroll_home(animate=False)

    def _answer(self) -> list[Static | Prose | CodeEditor]:
        exercise = self.exercise
        code = CodeEditor(exercise.solution.strip("\n"), read_only=True, line_numbers=False, max_lines=10_000)
        code.can_focus = False
        code.soft_wrap = True
        parts: list[Static | Prose | CodeEditor] = []
        if exercise.learnt:
            parts += [Static("Learnt", classes="heading", markup=False), Prose(exercise.learnt, classes="hint")]
        parts += [Static("One good answer", classes="heading", markup=False), code]
        if exercise.also_right:
            parts += [Static("Also right", classes="heading", markup=False), Prose(exercise.also_right)]
        return parts


def subtitle(exercise: Exercise) -> str:
    """What kind of exercise it is, and how long it takes."""
    minutes = f"about {exercise.minutes} min" if exercise.minutes else ""
    return " · ".join(filter(None, [exercise.kind, minutes, plain(", ".join(exercise.uses))]))
