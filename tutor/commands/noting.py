"""`pytorch-tutor notes`: the cheat sheet in Markdown."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tutor.commands.lookup import course_in, kept
from tutor.commands.output_file import look_at, put
from tutor.commands.running import write
from tutor.learner.sheet import LessonSheet, Sheet, SheetNote, sheet, sources, to_come
from tutor.views.plain import plain


def notes(course: Path | None, *, output: Path | None, force: bool, as_json: bool) -> int:
    """Print the sheet, or write it into a file. Raises UsageError, ClickException."""
    found = course_in(course)
    if output is not None:
        look_at(output, force=force)
    with kept(found) as store:
        whole = sheet(found, sources(found), store.practice, store.notes, store.milestones)
    text = (json.dumps(as_data(whole), ensure_ascii=False) if as_json else "\n".join(as_markdown(whole))) + "\n"
    if output is None:
        write(plain(text) if sys.stdout.isatty() else text)  # a terminal would obey what a note may hold
        return 0
    put(output, text.encode(errors="replace"))
    count = len(whole.notes)
    write(f"{output} holds the cheat sheet, with {count} {'note' if count == 1 else 'notes'} of your own.\n")
    return 0


def as_data(whole: Sheet) -> dict[str, Any]:
    """The sheet as plain data; screens are counted from 1."""
    return {
        "course": whole.course.title,
        "lessons": [
            {
                "lesson": part.lesson.slug,
                "title": part.lesson.title,
                "idioms": [{"words": idiom.words, "code": idiom.code} for idiom in part.idioms],
                "learned": [{"exercise": one.slug, "title": one.title, "learnt": one.learnt} for one in part.learned],
                "exercises_to_come": part.to_come,
                "reached": msgspec.to_builtins(part.reached),
                "notes": [_note(one) for one in part.notes],
            }
            for part in whole.lessons
        ],
        "other_notes": [_note(one) for one in whole.others],
    }


def _note(one: SheetNote) -> dict[str, Any]:
    place = one.place
    return {
        "lesson": place.lesson,
        "screen": None if place.exercise else place.screen + 1,
        "exercise": place.exercise or None,
        "where": one.where,
        "text": one.note.text,
        "at": one.note.at,
    }


def as_markdown(whole: Sheet) -> Iterator[str]:
    """The sheet for a person, line by line."""
    yield f"# {_heading(whole.course.title)}: cheat sheet"
    for part in whole.lessons:
        yield from ("", f"## {_heading(part.lesson.title)}")
        yield from _lesson(part)
    if whole.others:
        yield from ("", "## Notes at lessons that this course no longer has")
        yield from _notes(whole.others)


def _lesson(part: LessonSheet) -> Iterator[str]:
    if part.idioms:
        yield from ("", *fenced("\n\n".join(idiom.commented for idiom in part.idioms), "python"))
    if (reached := part.reached) is not None:
        yield from ("", _heading(f"Reached on {reached.day}{reached.settings}: {reached.result}"), "")
        yield from fenced(reached.program, "python")
    if part.learned or part.to_come:
        yield from ("", "### What you learned", "")
        yield from (f"- {_heading(one.title)}: {_heading(one.learnt)}" for one in part.learned)
        if part.to_come:
            yield f"- {to_come(part.to_come)}"
    if part.notes:
        yield from ("", "### Your notes")
        yield from _notes(part.notes)


def _notes(notes: Sequence[SheetNote]) -> Iterator[str]:
    for one in notes:
        yield from ("", f"{_heading(one.where[:1].upper() + one.where[1:])}:", "", *fenced(one.note.text, "text"))


def fenced(text: str, kind: str) -> list[str]:
    """The text as it stands, between fences that no row of backticks in it can end."""
    longest = max((len(row) for row in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{kind}", text.removesuffix("\n"), fence]


def _heading(text: str) -> str:
    """A text of the course in one line."""
    return " ".join(text.split())
