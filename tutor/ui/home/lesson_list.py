"""The lessons by parts, with how far one came; one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tutor.ui.home.overview import LessonEntry, PartHeading, Progress
from tutor.ui.widgets.row_list import RowList
from tutor.views.plain import plain

WIDEST = 72
"""Columns beyond which a row's numbers would stand too far from its title."""
_STYLES: dict[Progress, str] = {"new": "quiet", "begun": "begun", "done": "done", "broken": "broken"}


class LessonList(RowList):
    """A row for each part and lesson. It takes no keys itself; the screen moves it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"lesson-list--{name}" for name in ("heading", "title", "chosen", "quiet", "begun", "done", "broken")
    }
    DEFAULT_CSS = """
    LessonList { scrollbar-size-vertical: 1; overflow-x: hidden; }
    LessonList .lesson-list--heading { color: $secondary; text-style: bold; }
    LessonList .lesson-list--title { color: $foreground; }
    LessonList .lesson-list--chosen { color: $accent; text-style: bold; background: $panel; }
    LessonList .lesson-list--quiet { color: $text-muted; }
    LessonList .lesson-list--begun { color: $accent; }
    LessonList .lesson-list--done { color: $success; }
    LessonList .lesson-list--broken { color: $error; }
    """

    chosen: reactive[int] = reactive(-1, repaint=False)
    """The row that is chosen; −1 where there is no lesson."""

    class Chosen(Message):
        """Another lesson is chosen, or none."""

        def __init__(self, entry: LessonEntry | None) -> None:
            super().__init__()
            self.entry = entry

    class Opened(Message):
        """A lesson was clicked a second time."""

        def __init__(self, entry: LessonEntry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[PartHeading | LessonEntry] = ()
        self._exercises = 0
        """The width of the exercises' column."""

    @property
    def entry(self) -> LessonEntry | None:
        """The chosen lesson."""
        row = self._rows[self.chosen] if 0 <= self.chosen < len(self._rows) else None
        return row if isinstance(row, LessonEntry) else None

    def show(self, rows: Sequence[PartHeading | LessonEntry], slug: str | None) -> None:
        """Show these rows and choose the lesson of this slug, else the first."""
        self._rows = rows
        self._exercises = max((len(row.exercises) for row in rows if isinstance(row, LessonEntry)), default=0)
        self.fit(len(self._rows))
        lessons = [index for index, row in enumerate(rows) if isinstance(row, LessonEntry)]
        wanted = [index for index in lessons if self._slug(index) == slug]
        self.set_reactive(LessonList.chosen, (wanted or lessons or [-1])[0])
        self.refresh()
        self.call_after_refresh(self._reveal)
        self.post_message(self.Chosen(self.entry))

    def _slug(self, index: int) -> str:
        row = self._rows[index]
        return row.lesson.slug if isinstance(row, LessonEntry) else ""

    def move(self, by: int) -> None:
        """Choose the lesson `by` lessons further; the first or the last where it is not that far."""
        lessons = [index for index, row in enumerate(self._rows) if isinstance(row, LessonEntry)]
        if lessons:
            here = lessons.index(self.chosen) if self.chosen in lessons else 0
            self.chosen = lessons[min(len(lessons) - 1, max(0, here + by))]

    def page(self, direction: int) -> None:
        """Choose a lesson about a screenful further."""
        self.move(direction * max(1, self.size.height - 2))

    def watch_chosen(self, before: int, after: int) -> None:
        """Repaint the two rows."""
        for row in (before, after):
            if row >= 0:
                self.refresh_line(row)
        self._reveal()
        self.post_message(self.Chosen(self.entry))

    def _reveal(self) -> None:
        if self.chosen >= 0:
            top = self.chosen - (1 if self.chosen == 1 else 0)
            self.scroll_to_region(Region(0, top, 1, self.chosen - top + 1), animate=False, force=True)

    def on_resize(self) -> None:
        """The rows are as wide as the list."""
        self.fit(len(self._rows))
        self._reveal()

    def on_click(self, event: Click) -> None:
        """Choose; the chosen one is opened."""
        row = event.y + self.scroll_offset.y
        if row >= len(self._rows) or not isinstance(entry := self._rows[row], LessonEntry):
            return
        if row == self.chosen:
            self.post_message(self.Opened(entry))
        else:
            self.chosen = row

    def render_line(self, y: int) -> Strip:
        """A row: mark, title, minutes, exercises."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        base = self.rich_style
        if index >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[index]
        if isinstance(row, PartHeading):
            text = set_cell_size(f" {row.number} {row.title}", width)
            return Strip([Segment(text, base + self._ink("heading"))], width)
        chosen = index == self.chosen
        ground = self._ink("chosen") if chosen else self._ink("title")
        mark = self._ink(_STYLES[row.progress])
        right = f" {self._right(row)} "
        title = _fitted(titles(row), max(0, min(width, WIDEST) - 5 - len(right)))
        quiet = self._ink("chosen") if chosen else self._ink("quiet")
        segments = [
            Segment(" ▸ " if chosen else "   ", base + ground),
            Segment(f"{row.mark} ", base + (ground + mark if chosen else mark)),
            Segment(title, base + ground),
            Segment(right, base + quiet),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _right(self, row: LessonEntry) -> str:
        """How long it takes and how many exercises are right; of a milestone that it is one."""
        if row.lesson.milestone:
            return f"{'milestone':>{max(9, 8 + self._exercises)}}"
        minutes = f"{row.lesson.minutes} min" if row.lesson.minutes else ""
        return f"{minutes:>7} {row.exercises:>{self._exercises}}"

    def _ink(self, name: str) -> Style:
        return self.get_component_rich_style(f"lesson-list--{name}", partial=True)


def titles(row: LessonEntry) -> tuple[str, ...]:
    """What a row is called; a milestone that is reached by what it came to, too, and where there is little room by
    that alone."""
    title = plain(row.lesson.title)
    if row.reached is None:
        return (title,)
    return f"{title}: {plain(row.reached.result)}", plain(row.reached.result)


def _fitted(texts: Sequence[str], width: int) -> str:
    """The first of the texts that fits, else as much as does of the last, in exactly `width` cells."""
    text = next((one for one in texts if cell_len(one) <= width), texts[-1])
    return (
        set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)) + "…"[:width]
    )
