"""The learner's own notes, each at a screen of a lesson or at an exercise."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from tutor.learner.practice import OpenFile
from tutor.learner.storage import JsonFile, Kept


class NotePlace(msgspec.Struct, frozen=True):
    """Where a note was taken."""

    lesson: str
    """The lesson's slug."""
    screen: int = 0
    """Of a screen of the lesson, which one, from 0."""
    title: str = ""
    """The heading of the screen, or the title of the exercise."""
    exercise: str = ""
    """The exercise's slug; '' on a screen of the lesson."""


class Note(msgspec.Struct, frozen=True):
    """A text of the learner's."""

    key: str
    """What tells it from all others, in other sessions too."""
    place: NotePlace
    text: str
    """As it was typed."""
    at: float = 0.0
    """When it was first written, in seconds since 1970."""


class NotesRecord(Kept):
    """The file of a course's notes, in the order in which they were first written."""

    notes: dict[str, Note] = msgspec.field(default_factory=dict)


class OwnNotes:
    """The notes of one course. Writing to disk is the store's."""

    def __init__(
        self,
        folder: Path,
        open_file: OpenFile,
        wake: Callable[[], None],
        clock: Callable[[], float] = time.time,
        new_key: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        # No slug has a '-', so that no lesson's file has this name.
        self.file: JsonFile[NotesRecord] = open_file(folder / "all-notes.json", NotesRecord)
        self._wake = wake
        self._clock = clock
        self._new_key = new_key
        self._session = new_key()

    def all(self) -> tuple[Note, ...]:
        """Every note, in the order in which they were first written."""
        return tuple(self.file.value.notes.values())

    def at(self, place: NotePlace, titles: Sequence[str]) -> tuple[Note, ...]:
        """The notes at a place of a lesson whose screens now have these titles; more than one where two tutors were
        open at once."""
        there = _spot(place, titles)
        return tuple(one for one in self.all() if _spot(one.place, titles) == there)

    def write(self, earlier: Sequence[Note], place: NotePlace, text: str) -> tuple[Note, ...]:
        """Put one note with this text in place of `earlier` ones, as this session knows them; a text without a word
        deletes them. What is known instead of `earlier` from now on.

        What another session made of them meanwhile stays, and this text is then a note of its own beside it.
        """
        source = text.encode(errors="replace").decode()  # half a surrogate pair has no place in a file
        if source == joined(earlier) or not (earlier or source.strip()):
            return tuple(earlier)
        first = earlier[0] if earlier else None
        key, at = (first.key, first.at) if first is not None else (self._new_key(), self._clock())
        note = Note(key, place, source, at) if source.strip() else None
        self.file.change(_written(tuple(earlier), key, note, f"{key}-{self._session}"))
        self._wake()
        return (note,) if note is not None else ()


def joined(notes: Sequence[Note]) -> str:
    """The notes of one place as one text."""
    return "\n\n".join(one.text for one in notes)


def screen_now(place: NotePlace, titles: Sequence[str]) -> int:
    """Which screen of a lesson a note belongs to, from 0: that of its heading, wherever it now stands; where there is
    none, the one in its place."""
    named = [at for at, title in enumerate(titles) if title == place.title]
    return min(named or [max(0, min(place.screen, len(titles) - 1))], key=lambda at: abs(at - place.screen))


def place_words(place: NotePlace) -> str:
    """'screen 3, The loop', 'exercise One step'."""
    title = " ".join(place.title.split())
    return (
        f"exercise {title or place.exercise}" if place.exercise else f"screen {place.screen + 1}, {title}".rstrip(", ")
    )


def _spot(place: NotePlace, titles: Sequence[str]) -> tuple[str, str, int]:
    """What two places have in common that are one."""
    if place.exercise:
        return place.lesson, place.exercise, 0
    return place.lesson, "", screen_now(place, titles) if titles else place.screen


def _written(earlier: tuple[Note, ...], key: str, note: Note | None, beside: str) -> Callable[[NotesRecord], None]:
    """The change of `OwnNotes.write`; `beside` is the key under which the text goes where another session changed the
    note of `key` meanwhile."""

    def change(record: NotesRecord) -> None:
        taken = False
        for one in earlier:
            there = record.notes.get(one.key)
            if there is not None and there.text != one.text:
                taken = taken or one.key == key
            elif there is not None and (note is None or one.key != key):
                del record.notes[one.key]
        record.notes.pop(beside, None)
        if note is not None:
            at = beside if taken else key
            record.notes[at] = Note(at, note.place, note.text, note.at)

    return change
