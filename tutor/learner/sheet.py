"""The cheat sheet: of each lesson the idioms, what its exercises taught, and the learner's own notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.course.exercise import Exercise, exercises_of
from tutor.course.idioms import Idiom, read_idioms
from tutor.course.model import Course, Lesson
from tutor.learner.milestones import MilestoneResult, Milestones
from tutor.learner.notes import Note, NotePlace, OwnNotes, place_words, screen_now
from tutor.learner.practice import Practice


@dataclass(frozen=True)
class LessonSource:
    """What the sheet takes from the files of a lesson."""

    lesson: Lesson
    idioms: tuple[Idiom, ...]
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class SheetNote:
    """A note, and where it belongs in the course as it now is."""

    note: Note
    place: NotePlace
    """Where it belongs now."""
    gone: bool = False
    """Whether the course no longer has its place."""

    @property
    def where(self) -> str:
        """'screen 3, The loop', 'exercise One step'; with the lesson where the course has that no more."""
        return f"{self.place.lesson}, {place_words(self.place)}" if self.gone else place_words(self.place)


@dataclass(frozen=True)
class LessonSheet:
    """A lesson's part of the sheet."""

    lesson: Lesson
    idioms: tuple[Idiom, ...]
    learned: tuple[Exercise, ...]
    """Its exercises that are right and say what was learned, in order."""
    right: int
    """How many of its exercises are right; one may say nothing of what was learned."""
    to_come: int
    """How many are not yet."""
    notes: tuple[SheetNote, ...]
    reached: MilestoneResult | None = None
    """What it came to, where it is a milestone that is reached."""


@dataclass(frozen=True)
class Sheet:
    """The whole sheet."""

    course: Course
    lessons: tuple[LessonSheet, ...]
    others: tuple[SheetNote, ...] = ()
    """Notes at lessons that the course no longer has."""

    @property
    def notes(self) -> tuple[SheetNote, ...]:
        """All notes, as they stand in it."""
        return (*(note for part in self.lessons for note in part.notes), *self.others)


def sources(course: Course) -> tuple[LessonSource, ...]:
    """What the sheet takes from the course's files, which are read for it: in the order of the course, its extras
    last."""
    exercises = exercises_of(course)
    return tuple(
        LessonSource(
            lesson,
            read_idioms(lesson.path.parent).idioms,
            tuple(one for one in exercises if one.lesson == lesson.slug),
        )
        for lesson in (*course.in_order, *course.extras)
    )


def sheet(
    course: Course, read: Sequence[LessonSource], practice: Practice, own: OwnNotes, milestones: Milestones
) -> Sheet:
    """The sheet as it stands now. A lesson with nothing on it is left out."""
    notes = own.all()
    parts = [_part(one, practice, notes, milestones) for one in read]
    known = {one.lesson.slug for one in read}
    others = tuple(SheetNote(note, note.place, gone=True) for note in notes if note.place.lesson not in known)
    kept = [one for one in parts if one.idioms or one.learned or one.to_come or one.notes or one.reached is not None]
    return Sheet(course, tuple(kept), others)


def _part(read: LessonSource, practice: Practice, notes: Sequence[Note], milestones: Milestones) -> LessonSheet:
    lesson = read.lesson
    right = {one.slug for one in read.exercises if practice.attempt(one.slug).status == "right"}
    order = {one.slug: at for at, one in enumerate(read.exercises)}
    placed = [_placed(note, read) for note in notes if note.place.lesson == lesson.slug]
    last = len(lesson.screens)
    placed.sort(
        key=lambda one: last + order.get(one.place.exercise, len(order)) if one.place.exercise else one.place.screen
    )
    return LessonSheet(
        lesson,
        read.idioms,
        tuple(one for one in read.exercises if one.slug in right and one.learnt),
        len(right),
        len(read.exercises) - len(right),
        tuple(placed),
        milestones.latest(lesson.slug) if lesson.milestone else None,
    )


def _placed(note: Note, read: LessonSource) -> SheetNote:
    place, titles = note.place, [screen.title for screen in read.lesson.screens]
    if place.exercise:
        found = next((one for one in read.exercises if one.slug == place.exercise), None)
        now = place if found is None else NotePlace(place.lesson, 0, found.title, found.slug)
        return SheetNote(note, now, gone=found is None)
    if not titles:
        return SheetNote(note, place, gone=True)
    screen = screen_now(place, titles)
    return SheetNote(note, NotePlace(place.lesson, screen, titles[screen]))


def to_come(count: int) -> str:
    """'1 exercise is not yet right.'"""
    return f"{count} {'exercise is' if count == 1 else 'exercises are'} not yet right."
