"""The course and what the learner did in it, as the home screen shows it: plain values, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tutor.learner.remaining import NOTHING, Remaining, remaining
from tutor.ui.widgets.finding import NAMED, SAID, found

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.learner.milestones import MilestoneResult
    from tutor.learner.progress import Store
    from tutor.learner.records import LastExercise
    from tutor.learner.runs import LossCurve

Progress = Literal["new", "begun", "done", "broken"]
MARKS: dict[Progress, str] = {"new": "○", "begun": "◐", "done": "✓", "broken": "✗"}
MILESTONE_MARKS: dict[Progress, str] = {"new": "◇", "begun": "◈", "done": "◆", "broken": "✗"}


@dataclass(frozen=True)
class LessonEntry:
    """A lesson in the list, or the milestone at the end of a part."""

    lesson: Lesson
    progress: Progress
    screen: int = 0
    """The screen where the learner was last, from 0."""
    missing: Remaining = NOTHING
    """What is still to be done of it."""
    underway: bool = False
    """Whether the learner was in it last, and not yet through."""
    curve: LossCurve | None = None
    """The loss of the last training run."""
    reached: MilestoneResult | None = None
    """What a milestone came to, once it is reached."""
    part: str = ""
    """The title of the part that a milestone ends."""

    @property
    def mark(self) -> str:
        """How far it is, as a character."""
        return (MILESTONE_MARKS if self.lesson.milestone else MARKS)[self.progress]

    @property
    def solved(self) -> int:
        """How many of its exercises are right."""
        return len(self.lesson.exercises) - len(self.missing.exercises)

    @property
    def exercises(self) -> str:
        """'2/4'; '' where the lesson has none."""
        return f"{self.solved}/{len(self.lesson.exercises)}" if self.lesson.exercises else ""

    @property
    def minutes_left(self) -> int:
        """About how long the screens take that are still to be seen; 0 where none is."""
        unseen = len(self.missing.screens)
        return max(1, round(self.lesson.minutes * unseen / len(self.lesson.screens))) if unseen else 0

    def found(self, query: str) -> int | None:
        """Whether the lesson is called so, or only says so; None where neither is."""
        lesson = self.lesson
        return found(query, (lesson.slug, lesson.title), (lesson.summary, *lesson.goals, *lesson.teaches))


@dataclass(frozen=True)
class PartHeading:
    """A part of the course in the list."""

    number: int
    title: str


@dataclass(frozen=True)
class Overview:
    """The list, and where to go on."""

    rows: tuple[PartHeading | LessonEntry, ...]
    go_on: LessonEntry | None
    """The lesson where the learner was last, else the next that is not done; None where all is done."""
    untouched: bool
    """Whether the learner has not begun anything."""
    exercise: LastExercise | None = None
    """The exercise that the learner was in last, where that was after all lessons, and it is not right yet."""

    def filtered(self, query: str) -> tuple[PartHeading | LessonEntry, ...]:
        """The rows that the query finds, first those that are called so; a part's heading before those of its own."""
        kept: list[PartHeading | LessonEntry] = []
        for place in (NAMED, SAID):
            heading: PartHeading | None = None
            for row in self.rows:
                if isinstance(row, PartHeading):
                    heading = row
                elif row.found(query) == place:
                    if heading is not None:
                        kept.append(heading)
                        heading = None
                    kept.append(row)
        return tuple(kept)


def overview(course: Course, store: Store) -> Overview:
    """What there is to see of a course at this moment."""
    rows: list[PartHeading | LessonEntry] = []
    entries: list[LessonEntry] = []
    for number, part in enumerate(course.parts, 1):
        rows.append(PartHeading(number, part.title))
        here = [_entry(lesson, store) for lesson in part.lessons]
        here += [_milestone(part.milestone, part.title, store)] if part.milestone is not None else []
        entries += here
        rows += here
    last = store.last_exercise()
    open_yet = last is not None and any(last.slug in entry.missing.exercises for entry in entries)
    untouched = all(entry.progress in ("new", "broken") for entry in entries)
    return Overview(tuple(rows), _go_on(entries, store.last_lesson()), untouched, last if open_yet else None)


def _entry(lesson: Lesson, store: Store) -> LessonEntry:
    if not lesson.screens:
        return LessonEntry(lesson, "broken", missing=Remaining(exercises=lesson.exercises))
    record, missing = store.lesson(lesson.slug), remaining(lesson, store)
    touched = record.visited or any(store.practice.attempt(slug).status != "new" for slug in lesson.exercises)
    progress: Progress = "done" if not missing else "begun" if touched else "new"
    screen = min(max(0, record.screen), len(lesson.screens) - 1)
    underway = bool(record.visited) and (not record.finished or screen > 0)
    return LessonEntry(lesson, progress, screen, missing, underway, curve=record.curve)


def _milestone(lesson: Lesson, part: str, store: Store) -> LessonEntry:
    """Done is what was reached, however much of it was seen; until then all of it is to come."""
    record, reached = store.lesson(lesson.slug), store.milestones.latest(lesson.slug)
    if not lesson.screens:
        return LessonEntry(lesson, "broken", reached=reached, part=part)
    progress: Progress = "done" if reached is not None else "begun" if record.visited else "new"
    screen = min(max(0, record.screen), len(lesson.screens) - 1)
    missing = Remaining(screens=tuple(range(len(lesson.screens)))) if reached is None else NOTHING
    underway = bool(record.visited) and reached is None and not record.finished
    return LessonEntry(lesson, progress, screen, missing, underway, record.curve, reached, part)


def _go_on(entries: list[LessonEntry], last: str | None) -> LessonEntry | None:
    """Where the learner was; after the end of a lesson the next that was not gone through, then what is missing."""
    at = next((at for at, entry in enumerate(entries) if entry.lesson.slug == last), -1)
    if at >= 0 and entries[at].underway:
        return entries[at]
    onward = [entry for entry in (*entries[at + 1 :], *entries[: at + 1]) if entry.progress in ("new", "begun")]
    return next((entry for entry in onward if entry.missing.screens), next(iter(onward), None))
