"""Whether nothing is used before the lesson that teaches it, by what lessons and exercises say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.course.exercise import Exercise
from tutor.course.model import Course, Problem


def concept_problems(course: Course, exercises: Iterable[Exercise]) -> Iterator[Problem]:
    """Concepts that a lesson needs, or an exercise uses, and that nobody has taught by then."""
    known = set(course.assumes)
    by_lesson: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        by_lesson.setdefault(exercise.lesson, []).append(exercise)
    for lesson in course.in_order:
        for concept in lesson.needs:
            if concept not in known:
                line = _line_of(lesson.path, "needs", concept)
                what = f"needs {concept!r}, which no earlier lesson teaches{_later(course, concept)}"
                yield Problem(lesson.path, line, what)
        known.update(lesson.teaches)
        for exercise in by_lesson.get(lesson.slug, ()):
            for concept in exercise.uses:
                if concept not in known:
                    path = exercise.folder / "task.md"
                    what = f"uses {concept!r}, which neither this lesson teaches nor an earlier one"
                    yield Problem(path, _line_of(path, "uses", concept), what + _later(course, concept))


def _later(course: Course, concept: str) -> str:
    teacher = next((lesson.slug for lesson in course.in_order if concept in lesson.teaches), None)
    return f"; {teacher} does" if teacher else ""


def _line_of(path: Path, key: str, concept: str) -> int:
    """The line on which the concept stands in the list of this key."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    start = next((at for at, line in enumerate(lines) if re.match(rf"#?\s*{key}\s*=", line)), 0)
    return next((at + 1 for at, line in enumerate(lines[start:], start) if concept in line), start + 1)
