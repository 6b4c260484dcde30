"""The exercises by lesson, a line each; one of them is chosen. Only lines that are on the screen are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tutor.learner.practice import Status
from tutor.ui.exercise import words
from tutor.ui.exercise.exercise_list import ExerciseEntry
from tutor.ui.widgets.row_list import RowList
from tutor.views.plain import plain

WIDEST = 64
"""Columns beyond which a row's state would stand too far from its title."""


@dataclass(frozen=True)
class LessonHeading:
    """A lesson's line."""

    title: str
    count: str
    """How many of its exercises are right."""


class ExerciseRows(RowList):
    """The list. It takes no keys itself; the screen moves it. What is chosen stays in view whatever room it has."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"exercises--{name}" for name in ("heading", "new", "tried", "right", "skipped", "quiet", "plain", "chosen")
    }
    DEFAULT_CSS = """
    ExerciseRows { scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    ExerciseRows .exercises--heading { color: $secondary; text-style: bold; }
    ExerciseRows .exercises--plain { color: $foreground; }
    ExerciseRows .exercises--chosen { color: $foreground; background: $block-cursor-blurred-background; }
    ExerciseRows .exercises--new, ExerciseRows .exercises--quiet { color: $text-muted; }
    ExerciseRows .exercises--tried { color: $accent; }
    ExerciseRows .exercises--skipped { color: $warning; }
    ExerciseRows .exercises--right { color: $success; }
    """

    chosen: reactive[int] = reactive(-1, repaint=False)
    """The row that is chosen; −1 where there is no exercise."""

    class Chosen(Message):
        """Another exercise is chosen."""

        def __init__(self, entry: ExerciseEntry) -> None:
            super().__init__()
            self.entry = entry

    class Opened(Message):
        """An exercise was clicked."""

        def __init__(self, entry: ExerciseEntry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[LessonHeading | ExerciseEntry] = ()
        self._inks: dict[str, Style] = {}

    @property
    def entry(self) -> ExerciseEntry | None:
        """The chosen exercise."""
        row = self._rows[self.chosen] if 0 <= self.chosen < len(self._rows) else None
        return row if isinstance(row, ExerciseEntry) else None

    @property
    def lines(self) -> list[str]:
        """What each line says."""
        return [self._strip(at).text.rstrip() for at in range(len(self._rows))]

    def show(self, rows: Sequence[LessonHeading | ExerciseEntry], slug: str | None, *, first: bool = False) -> None:
        """Show these rows and choose the exercise of this slug; with `first` it comes to stand first, below its
        lesson's line, else in view."""
        self._rows = rows
        self.fit(len(self._rows))
        self.set_reactive(ExerciseRows.chosen, self._row_of(slug))
        self._reveal()
        self.refresh()
        if first:
            self.call_after_refresh(self._put_first)  # once what stands beside the list has taken its room

    def choose(self, slug: str) -> None:
        """Choose the exercise of this slug."""
        self.chosen = self._row_of(slug)

    def _row_of(self, slug: str | None) -> int:
        found = (
            at for at, row in enumerate(self._rows) if isinstance(row, ExerciseEntry) and row.exercise.slug == slug
        )
        return next(found, -1)

    def watch_chosen(self, before: int, after: int) -> None:
        """Draw the two rows anew."""
        for row in (before, after):
            if row >= 0:
                self.refresh_line(row)
        self._reveal()
        if self.entry is not None:
            self.post_message(self.Chosen(self.entry))

    def on_resize(self) -> None:
        """The panel below may take more or less."""
        self.fit(len(self._rows))
        self._reveal()

    def _put_first(self) -> None:
        self.scroll_to(y=self.chosen - 1, animate=False, force=True)
        self._reveal()

    def _reveal(self) -> None:
        if self.chosen >= 0:
            self.scroll_to_region(Region(0, self.chosen, 1, 1), animate=False, force=True)

    def on_click(self, event: Click) -> None:
        """Open what is clicked."""
        row = event.y + self.scroll_offset.y
        if row < len(self._rows) and isinstance(entry := self._rows[row], ExerciseEntry):
            self.chosen = row
            self.post_message(self.Opened(entry))

    def render_line(self, y: int) -> Strip:
        """One line, filled to the widget's width."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        strip = self._strip(at) if at < len(self._rows) else Strip.blank(0)
        ground = self._ink("chosen" if at == self.chosen else "plain")
        return strip.adjust_cell_length(width, ground)

    def _strip(self, at: int) -> Strip:
        row = self._rows[at]
        if isinstance(row, LessonHeading):
            ink = self._ink("heading")
            return self._line([Segment(" ", ink)], plain(row.title), f"{row.count} ", ink, ink)
        status: Status = row.attempt.status
        minutes = f"{row.exercise.minutes} min" if row.exercise.minutes else ""
        right = f"{words.state(row.attempt):>12} {minutes:>7} "
        sign = " ▸ " if at == self.chosen else "   "  # no color says it everywhere
        name = "chosen" if at == self.chosen else "plain"
        ground = self._ink(name)
        left = [Segment(sign, ground), Segment(f"{words.MARKS[status]} ", self._ink(name, status))]
        return self._line(left, plain(row.exercise.title), right, ground, self._ink(name, "quiet"))

    def _line(self, left: list[Segment], title: str, right: str, ink: Style, quiet: Style) -> Strip:
        """What stands at the left, the title cut or filled to the room that is left, what stands at the right."""
        width = min(WIDEST, max(20, self.scrollable_content_region.width))
        room = max(1, width - sum(segment.cell_length for segment in left) - cell_len(right) - 1)
        if cell_len(title) > room:
            title = set_cell_size(title, room - 1) + "…"
        return Strip([*left, Segment(f"{set_cell_size(title, room)} ", ink), Segment(right, quiet)])

    def _ink(self, *names: str) -> Style:
        """The style of these names, the later over the earlier."""
        key = " ".join(names)
        if key not in self._inks:
            styles = (self.get_component_rich_style(f"exercises--{name}", partial=True) for name in names)
            self._inks[key] = Style.combine([self.rich_style, *styles])
        return self._inks[key]

    def notify_style_update(self) -> None:
        """Other colors."""
        self._inks.clear()
        super().notify_style_update()
