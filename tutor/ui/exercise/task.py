"""The task of an exercise with the hints that were asked for; after it, a good answer beside the learner's own."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tutor.course.exercise import Exercise
from tutor.course.hints import heading, next_hint
from tutor.ui.exercise.words import hints_left
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.presence import Present
from tutor.ui.widgets.prose import ProseView
from tutor.views.plain import plain


class TaskPanel(Present, VerticalScroll, can_focus=False):
    """Task and hints, or the solution."""

    DEFAULT_CSS = """
    TaskPanel { scrollbar-size-vertical: 1; }
    TaskPanel.-solution { scrollbar-gutter: stable; }
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
        self.shown: list[int] = []
        """The places of the hints that are shown, in the order in which they came."""
        self._aimed = False
        """Whether the next hint is one for the check that failed."""
        self.solution = False
        """Whether the solution is shown in place of the task."""
        self._given = Vertical(
            ProseView(exercise.task or "This exercise has no task."), Static(classes="quiet", markup=False)
        )
        self._solution: Vertical | None = None

    def compose(self) -> ComposeResult:
        """Lay out the task, its hints and good answers."""
        yield self._given

    def on_mount(self) -> None:
        """Its name, and how many hints there are; how much lies below the edge is told after each layout."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._title())
        self._say()

    @property
    def hints(self) -> int:
        """How many hints are shown."""
        return len(self.shown)

    def next_hint(self, failed: str) -> int | None:
        """The place of the hint that comes next, after this check failed; None where all are shown."""
        return next_hint(self.exercise.hints, self.shown, failed)

    def announce(self, failed: str) -> None:
        """Say whether the next hint is one for the check that failed."""
        following = self.next_hint(failed)
        aimed = following is not None and bool(failed) and self.exercise.hints[following].is_for(failed)
        if aimed != self._aimed:
            self._aimed = aimed
            self._say()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """How much lies below the edge changes."""
        super().watch_scroll_y(old_value, new_value)
        self._title()

    def _title(self) -> None:
        name = "a good answer" if self.solution else "task"
        below = max(0, round(self.max_scroll_y - self.scroll_y)) if self.scrollable_content_region.height else 0
        title = f"{name} · {below} row{'s' if below != 1 else ''} more: t" if below else name
        if title != self.border_title:  # each time it is set, the whole panel is sent
            self.border_title = title

    def _say(self) -> None:
        said = hints_left(len(self.exercise.hints), self.hints, aimed=self._aimed)
        self._given.query(".quiet").last(Static).update(said)

    async def show_hints(self, places: Iterable[int]) -> None:
        """Show the hints at these places of the task below those that are shown, and bring the last into view."""
        hints = self.exercise.hints
        for place in places:
            if place in self.shown or not 0 <= place < len(hints):
                continue  # a later release of the course may have fewer
            self.shown.append(place)
            head = Static(plain(heading(hints, self.shown, place)), classes="heading", markup=False)
            last = self._given.query(".quiet").last(Static)
            await self._given.mount(head, ProseView(hints[place].text, classes="hint"), before=last)
            self.call_after_refresh(head.scroll_visible, animate=False, top=True)
        self._say()

    async def show_solution(self, shown: bool) -> None:
        """Show a good answer in place of the task, or the task again."""
        self.solution = shown
        # a text area has the height that it had at the width before: a bar that takes a column would come and go
        self.set_class(shown, "-solution")
        if shown and self._solution is None:
            self._solution = Vertical(*self._answer())
            await self.mount(self._solution)
        self._given.display = not shown
        if self._solution is not None:
            self._solution.display = shown
        self._say()
        self.scroll_home(animate=False)

    def _answer(self) -> list[Static | ProseView | CodeEditor]:
        exercise = self.exercise
        code = CodeEditor(exercise.solution.strip("\n"), read_only=True, line_numbers=False, max_lines=10_000)
        code.can_focus = False
        code.soft_wrap = True
        parts: list[Static | ProseView | CodeEditor] = []
        if exercise.learnt:
            parts += [Static("Learnt", classes="heading", markup=False), ProseView(exercise.learnt, classes="hint")]
        parts += [Static("One good answer", classes="heading", markup=False), code]
        if exercise.also_right:
            parts += [Static("Also right", classes="heading", markup=False), ProseView(exercise.also_right)]
        return parts


def subtitle(exercise: Exercise) -> str:
    """What kind of exercise it is, and how long it takes."""
    minutes = f"about {exercise.minutes} min" if exercise.minutes else ""
    return " · ".join(filter(None, [exercise.kind, minutes, plain(", ".join(exercise.uses))]))
