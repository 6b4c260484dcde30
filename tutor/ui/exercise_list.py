"""The exercises as their list shows them: plain values, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.course.exercise import Exercise
    from tutor.course.model import Course, Lesson
    from tutor.practice import Attempt, Practice

Kept = Literal["all", "unfinished", "right"]
KEPT: tuple[Kept, ...] = ("all", "unfinished", "right")


@dataclass(frozen=True)
class Entry:
    """An exercise in the list."""

    exercise: Exercise
    attempt: Attempt

    def finds(self, query: str, lesson: Lesson) -> bool:
        """Whether every word of the query occurs in what the exercise, or its lesson's title, says."""
        one = self.exercise
        text = " ".join([one.slug, one.title, one.kind, one.task, *one.uses, lesson.slug, lesson.title]).casefold()
        return all(word in text for word in query.casefold().split())


@dataclass(frozen=True)
class Group:
    """A lesson's exercises."""

    lesson: Lesson
    entries: tuple[Entry, ...]

    @property
    def right(self) -> int:
        """How many of them are right."""
        return sum(entry.attempt.status == "right" for entry in self.entries)


def groups_of(course: Course, exercises: Sequence[Exercise], practice: Practice) -> tuple[Group, ...]:
    """The exercises by lesson, in the order of the course; lessons without any are left out."""
    by_lesson = {
        lesson.slug: tuple(Entry(one, practice.attempt(one.slug)) for one in exercises if one.lesson == lesson.slug)
        for lesson in course.lessons
    }
    return tuple(Group(lesson, by_lesson[lesson.slug]) for lesson in course.lessons if by_lesson[lesson.slug])


def filtered(groups: Sequence[Group], query: str, kept: Kept) -> tuple[Group, ...]:
    """Those that the query finds and that stand as asked for."""
    found = []
    for group in groups:
        entries = tuple(
            entry
            for entry in group.entries
            if entry.finds(query, group.lesson)
            and (kept == "all" or (entry.attempt.status == "right") == (kept == "right"))
        )
        if entries:
            found.append(Group(group.lesson, entries))
    return tuple(found)
