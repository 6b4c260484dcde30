"""The course and what the learner did in it, as the home screen shows it: plain values, no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from tutor.course.later import Later
from tutor.learner.remaining import NOTHING, Remaining, remaining
from tutor.ui.widgets.finding import NAMED, SAID, found

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.learner.milestones import MilestoneResult
    from tutor.learner.progress import Store
    from tutor.learner.records import LastExercise, LessonRecord
    from tutor.learner.runs import LossCurve

Progress = Literal["new", "begun", "done", "broken"]
MARKS: dict[Progress, str] = {"new": "○", "begun": "◐", "done": "✓", "broken": "✗"}
MILESTONE_MARKS: dict[Progress, str] = {"new": "◇", "begun": "◈", "done": "◆", "broken": "✗"}


class LessonEntry(msgspec.Struct, frozen=True):
    """A lesson in the list, or the milestone at the end of a part."""

    lesson: Lesson
    progress: Progress
    record: LessonRecord
    """What is kept of it."""
    missing: Remaining = NOTHING
    """What is still to be done of it."""
    reached: MilestoneResult | None = None
    """What a milestone came to, once it is reached."""
    part: str = ""
    """The title of the part that a milestone ends."""

    @property
    def screen(self) -> int:
        """The screen where the learner was last, from 0."""
        return min(self.record.screen, len(self.lesson.screens) - 1) if self.record.screen > 0 else 0

    @property
    def underway(self) -> bool:
        """Whether the learner was in it last, and not yet through."""
        if not self.record.visited or self.reached is not None:
            return False
        return not self.record.finished or (self.screen > 0 and not self.lesson.milestone)

    @property
    def curve(self) -> LossCurve | None:
        """The loss of the last training run."""
        return self.record.curve

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


class PartHeading(msgspec.Struct, frozen=True):
    """A part of the course in the list."""

    number: int
    title: str


class Overview(msgspec.Struct, frozen=True):
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
    """A lesson that was not begun is not read: that it has a screen is enough to know."""
    record = store.lesson(lesson.slug)
    if not lesson.screens:
        return LessonEntry(lesson, "broken", record, Remaining(exercises=lesson.exercises))
    missing = remaining(lesson, store)
    touched = record.visited or any(store.practice.attempt(slug).status != "new" for slug in lesson.exercises)
    return LessonEntry(lesson, "new" if not touched else "begun" if missing else "done", record, missing)


def _milestone(lesson: Lesson, part: str, store: Store) -> LessonEntry:
    """Done is what was reached, however much of it was seen; until then all of it is to come."""
    record, reached = store.lesson(lesson.slug), store.milestones.latest(lesson.slug)
    if not lesson.screens:
        return LessonEntry(lesson, "broken", record, reached=reached, part=part)
    progress: Progress = "done" if reached is not None else "begun" if record.visited else "new"
    missing = NOTHING if reached is not None else Remaining(Later(lambda: tuple(range(len(lesson.screens))), some=True))
    return LessonEntry(lesson, progress, record, missing, reached, part)


def _go_on(entries: list[LessonEntry], last: str | None) -> LessonEntry | None:
    """Where the learner was; after the end of a lesson the next that was not gone through, then what is missing."""
    at = next((at for at, entry in enumerate(entries) if entry.lesson.slug == last), -1)
    if at >= 0 and entries[at].underway:
        return entries[at]
    onward = [entry for entry in (*entries[at + 1 :], *entries[: at + 1]) if entry.progress in ("new", "begun")]
    return next((entry for entry in onward if entry.missing.screens), next(iter(onward), None))
