"""The command itself: read, run and judge everything, tell what was found."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tutor.commands.lookup import UsageError, kernel_command
from tutor.commands.running import write
from tutor.commands.verifying.answers import answer_problems, expected_of, seeds_of
from tutor.commands.verifying.concepts import concept_problems
from tutor.commands.verifying.lessons import lesson_problems, settings_of
from tutor.commands.verifying.structure import structure_problems
from tutor.commands.verifying.workshop import Workshop
from tutor.course.catalogue import CourseNotFoundError, find_course, load_course
from tutor.course.exercise import Exercise, exercises_of
from tutor.course.idioms import NAME as IDIOMS
from tutor.course.model import Course, Lesson, Problem
from tutor.kernel.client.client import KernelError

Tell = Callable[[str], object]


@dataclass
class Findings:
    """What came of it."""

    course: Course
    exercises: Sequence[Exercise]
    problems: list[Problem] = field(default_factory=list)
    lost: str = ""
    """Why not everything was run; '' where it was."""
    quick: bool = False
    """Whether each answer is judged with few seeds, and lessons run in the tutor without their defaults."""
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether all was run and nothing found."""
        return not self.problems and not self.lost


def verify(folder: Path | None, course: Path | None, *, quick: bool, kernel: str | None, as_json: bool) -> int:
    """Verify a course, by default the tutor's own; 0 only where nothing is wrong with it. Raises UsageError."""
    if folder is not None and course is not None and folder != course:
        raise UsageError(f"Two courses are named, {folder} and {course}; name one.")
    try:
        root = find_course(folder or course)
    except CourseNotFoundError as error:
        raise UsageError(str(error)) from None
    command = kernel_command(kernel)
    began = time.monotonic()
    found = load_course(root)
    findings = Findings(found, exercises_of(found), quick=quick)
    asyncio.run(look_at(findings, (lambda _: None) if as_json else write, command))
    findings.seconds = time.monotonic() - began
    if as_json:
        write(json.dumps(as_data(findings), ensure_ascii=False) + "\n")
    else:
        write(as_text(findings))
        if findings.lost:
            print(findings.lost, file=sys.stderr)  # noqa: T201
    return 0 if findings.good else 1


async def look_at(findings: Findings, tell: Tell, command: Sequence[str] | None = None) -> None:
    """Find everything; `tell` is called with a line for each lesson and each exercise when it is done."""
    course, exercises = findings.course, findings.exercises
    findings.problems += structure_problems(course, exercises)
    findings.problems += concept_problems(course, exercises)
    if course.lessons:
        try:
            async with Workshop(command, course) as shop, asyncio.TaskGroup() as group:
                # What takes longest comes early, lessons and late exercises, so that both cores work to the end.
                # Yet one exercise comes first of all: where many answers are judged, the kernel prepares for its forks.
                for first in exercises[:1]:
                    group.create_task(_exercise(findings, shop, first, tell))
                for lesson in course.in_order:
                    group.create_task(_lesson(findings, shop, lesson, tell))
                for exercise in reversed(exercises[1:]):
                    group.create_task(_exercise(findings, shop, exercise, tell))
        except* KernelError as lost:
            findings.lost = _first_words(lost)
    place = {lesson.slug: at for at, lesson in enumerate(course.in_order)}
    findings.problems.sort(key=lambda problem: _order(problem, course.root, place))


async def _lesson(findings: Findings, shop: Workshop, lesson: Lesson, tell: Tell) -> None:
    facts = f"{len(list(settings_of(lesson)))} settings" if lesson.controls else ""
    await _note(findings, lesson.slug, facts, lesson_problems(shop, lesson, quick=findings.quick), tell)


async def _exercise(findings: Findings, shop: Workshop, exercise: Exercise, tell: Tell) -> None:
    seeds, _ = seeds_of(exercise, quick=findings.quick)
    facts = f"{counted(len(expected_of(exercise)), 'answer')}, up to {counted(seeds, 'seed')}"
    await _note(findings, exercise.name, facts, answer_problems(shop, exercise, quick=findings.quick), tell)


async def _note(findings: Findings, name: str, facts: str, work: Awaitable[list[Problem]], tell: Tell) -> None:
    """Wait for one lesson's or exercise's problems; those found by reading count, too."""
    found = await work
    findings.problems += found
    folder = findings.course.root / name
    known = [one for one in findings.problems if one.path in (folder, folder / "lesson.py", folder / IDIOMS)]
    if "/" in name:
        known = [one for one in findings.problems if one.path.is_relative_to(folder)]
    tell(f"{'✗' if known else '✓'} {name}{'   ' if facts else ''}{facts}\n")


def _first_words(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error)


def _order(problem: Problem, root: Path, place: dict[str, int]) -> tuple[int, str, int]:
    """By the order of the course, then by file and line; what is of the course itself comes first."""
    parts = problem.path.relative_to(root).parts if problem.path.is_relative_to(root) else ()
    return place.get(parts[0] if parts else "", -1), str(problem.path), problem.line


def as_data(findings: Findings) -> dict[str, Any]:
    """The findings as plain data."""
    return {
        "ok": findings.good,
        "course": str(findings.course.root),
        "lessons": len(findings.course.lessons),
        "milestones": len(findings.course.milestones),
        "exercises": len(findings.exercises),
        "answers": sum(len(expected_of(one)) for one in findings.exercises),
        "seconds": round(findings.seconds, 3),
        "problems": [{"path": shown(one.path), "line": one.line, "what": one.what} for one in findings.problems],
        **({"lost": findings.lost} if findings.lost else {}),
    }


def as_text(findings: Findings) -> str:
    """The findings for a person, problems as 'file:line: what'."""
    lines = [f"{shown(one.path)}:{one.line}: {one.what}" for one in findings.problems]
    answers = sum(len(expected_of(one)) for one in findings.exercises)
    what = counted(len(findings.problems), "problem") if findings.problems else "Nothing is wrong"
    if findings.lost:
        what = f"Not everything was run; {what[0].lower()}{what[1:]} so far"
    ends = findings.course.milestones
    looked = (
        f"{counted(len(findings.course.lessons), 'lesson')}, "
        f"{counted(len(ends), 'milestone') + ', ' if ends else ''}{counted(len(findings.exercises), 'exercise')} with "
        f"{counted(answers, 'answer')}, {findings.seconds:.0f} s"
    )
    return "\n".join(["", *lines, *([""] if lines else []), f"{what}: {looked}", ""])


def counted(number: int, what: str) -> str:
    """'1 lesson', '2 lessons'."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def shown(path: Path) -> str:
    """The path, from here where it lies below."""
    here = Path.cwd()
    return str(path.resolve().relative_to(here)) if path.resolve().is_relative_to(here) else str(path)
