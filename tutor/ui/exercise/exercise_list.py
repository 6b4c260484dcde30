"""The exercises as their list shows them: plain values, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tutor.ui.widgets.finding import NAMED, SAID, found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.course.exercise import Exercise
    from tutor.course.model import Course, Lesson
    from tutor.learner.practice import Attempt, Practice, Status

Kept = Literal["all", "not yet right", "begun", "right"]
KEPT: tuple[Kept, ...] = ("all", "not yet right", "begun", "right")
_SHOWN: dict[Kept, tuple[Status, ...]] = {
    "all": ("new", "tried", "skipped", "right"),
    "not yet right": ("new", "tried", "skipped"),
    "begun": ("tried", "skipped"),
    "right": ("right",),
}


@dataclass(frozen=True)
class ExerciseEntry:
    """An exercise in the list."""

    exercise: Exercise
    attempt: Attempt

    def found(self, query: str, lesson: Lesson) -> int | None:
        """Whether the exercise is called so, or only says so, or its lesson; None where neither does."""
        one = self.exercise
        return found(query, (one.slug, one.title), (one.kind, one.task, *one.uses, lesson.slug, lesson.title))


@dataclass(frozen=True)
class Group:
    """A lesson with its exercises, as the list shows them together."""

    lesson: Lesson
    entries: tuple[ExerciseEntry, ...]

    @property
    def right(self) -> int:
        """How many of them are right."""
        return sum(entry.attempt.status == "right" for entry in self.entries)


def groups_of(course: Course, exercises: Sequence[Exercise], practice: Practice) -> tuple[Group, ...]:
    """The exercises by lesson, in the order of the course; lessons without any are left out."""
    by_lesson = {
        lesson.slug: tuple(
            ExerciseEntry(one, practice.attempt(one.slug)) for one in exercises if one.lesson == lesson.slug
        )
        for lesson in course.lessons
    }
    return tuple(Group(lesson, by_lesson[lesson.slug]) for lesson in course.lessons if by_lesson[lesson.slug])


def filtered(groups: Sequence[Group], query: str, kept: Kept) -> tuple[Group, ...]:
    """Those that the query finds and that stand as asked for; first those that are called so."""
    places = {
        entry.exercise.slug: entry.found(query, group.lesson)
        for group in groups
        for entry in group.entries
        if entry.attempt.status in _SHOWN[kept]
    }
    chosen = []
    for place in (NAMED, SAID):
        for group in groups:
            entries = tuple(entry for entry in group.entries if places.get(entry.exercise.slug) == place)
            if entries:
                chosen.append(Group(group.lesson, entries))
    return tuple(chosen)
