"""The course and what the learner did in it, as the home screen shows it: plain values, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tutor.ui.finding import NAMED, SAID, found

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.progress import Curve, Store

Progress = Literal["new", "begun", "done", "broken"]
MARKS: dict[Progress, str] = {"new": "○", "begun": "◐", "done": "✓", "broken": "✗"}


@dataclass(frozen=True)
class Entry:
    """A lesson in the list."""

    lesson: Lesson
    progress: Progress
    screen: int = 0
    """The screen where the learner was last, from 0."""
    solved: int = 0
    """How many of its exercises are done."""
    curve: Curve | None = None
    """The loss of the last training run."""

    @property
    def exercises(self) -> str:
        """'2/4'; '' where the lesson has none."""
        return f"{self.solved}/{len(self.lesson.exercises)}" if self.lesson.exercises else ""

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes, by the share of its screens that are still to come."""
        screens = len(self.lesson.screens)
        if self.progress == "done" or not screens:
            return 0
        return max(1, round(self.lesson.minutes * (screens - self.screen) / screens))

    def found(self, query: str) -> int | None:
        """Whether the lesson is called so, or only says so; None where neither is."""
        lesson = self.lesson
        return found(query, (lesson.slug, lesson.title), (lesson.summary, *lesson.goals, *lesson.teaches))


@dataclass(frozen=True)
class Heading:
    """A part of the course in the list."""

    number: int
    title: str


@dataclass(frozen=True)
class Overview:
    """The list, and where to go on."""

    rows: tuple[Heading | Entry, ...]
    go_on: Entry | None
    """The lesson where the learner was last, else the first that is not done; None where all is done."""
    untouched: bool
    """Whether the learner has not begun anything."""

    def filtered(self, query: str) -> tuple[Heading | Entry, ...]:
        """The rows that the query finds, first those that are called so; a part's heading before those of its own."""
        kept: list[Heading | Entry] = []
        for place in (NAMED, SAID):
            heading: Heading | None = None
            for row in self.rows:
                if isinstance(row, Heading):
                    heading = row
                elif row.found(query) == place:
                    if heading is not None:
                        kept.append(heading)
                        heading = None
                    kept.append(row)
        return tuple(kept)


def overview(course: Course, store: Store) -> Overview:
    """What there is to see of a course at this moment."""
    rows: list[Heading | Entry] = []
    entries: list[Entry] = []
    for number, part in enumerate(course.parts, 1):
        rows.append(Heading(number, part.title))
        for lesson in part.lessons:
            entries.append(_entry(lesson, store))
            rows.append(entries[-1])
    return Overview(
        tuple(rows), _go_on(entries, store.last_lesson()), all(entry.progress in ("new", "broken") for entry in entries)
    )


def _entry(lesson: Lesson, store: Store) -> Entry:
    if not lesson.screens:
        return Entry(lesson, "broken")
    record = store.lesson(lesson.slug)
    progress: Progress = "done" if record.finished else "begun" if record.visited else "new"
    screen = min(max(0, record.screen), len(lesson.screens) - 1)
    solved = sum(store.practice.attempt(slug).status == "right" for slug in lesson.exercises)
    return Entry(lesson, progress, screen, solved, curve=record.curve)


def _go_on(entries: list[Entry], last: str | None) -> Entry | None:
    here = next((entry for entry in entries if entry.lesson.slug == last and entry.progress == "begun"), None)
    return here or next((entry for entry in entries if entry.progress in ("new", "begun")), None)
