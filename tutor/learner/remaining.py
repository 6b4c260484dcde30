"""What of a lesson is still to be done: screens to see, quizzes to answer, exercises to get right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from tutor.course.later import Later
from tutor.course.model import Quiz

if TYPE_CHECKING:
    from tutor.course.model import Lesson, Screen
    from tutor.learner.progress import Store
    from tutor.learner.records import LessonRecord


class Remaining(msgspec.Struct, frozen=True):
    """What is missing of one lesson; false where nothing is."""

    screens: Sequence[int] = ()
    """Screens that were not seen, from 0."""
    quizzes: Sequence[int] = ()
    """Screens with a quiz that was not answered, from 0."""
    exercises: tuple[str, ...] = ()
    """Slugs of exercises that are not right."""

    def __bool__(self) -> bool:
        return bool(self.exercises or self.screens or self.quizzes)

    @property
    def screen(self) -> int | None:
        """The first screen to go to; None where only exercises are missing."""
        return min((*self.screens, *self.quizzes), default=None)

    @property
    def words(self) -> str:
        """'screens 3 and 4, the quiz on screen 5, 2 exercises'."""
        unseen, count = [str(at + 1) for at in self.screens], len(self.exercises)
        said = []
        if unseen:
            said.append(f"screen{'s' if len(unseen) > 1 else ''} {listed(unseen)}")
        if self.quizzes:
            several = len(self.quizzes) > 1
            where = listed([str(at + 1) for at in self.quizzes])
            said.append(f"the quiz{'zes' if several else ''} on screen{'s' if several else ''} {where}")
        if count:
            said.append(f"{count} exercise{'s' if count > 1 else ''}")
        return ", ".join(said)


NOTHING = Remaining()


def remaining(lesson: Lesson, store: Store) -> Remaining:
    """What the learner has still to do in a lesson. Of one that was not begun, all screens: it is not read for that."""
    record = store.lesson(lesson.slug)
    return Remaining(
        Later(
            lambda: tuple(at for at in range(len(lesson.screens)) if at not in record.visited),
            some=None if record.visited else bool(lesson.screens),
        ),
        Later(lambda: tuple(at for at, screen in enumerate(lesson.screens) if _asks(at, screen, record))),
        tuple(slug for slug in lesson.exercises if store.practice.attempt(slug).status != "right"),
    )


def _asks(at: int, screen: Screen, record: LessonRecord) -> bool:
    """Whether a screen has a quiz that was not answered."""
    quizzes = (place for place, block in enumerate(screen.blocks) if isinstance(block, Quiz))
    return any(f"{at}.{place}" not in record.answers for place in quizzes)


def listed(names: Sequence[str]) -> str:
    """'3', '3 and 4', '3, 4 and 5'; of very many the first, and how many more."""
    if len(names) > 6:
        return f"{', '.join(names[:4])} and {len(names) - 4} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
