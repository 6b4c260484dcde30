"""`pytorch-tutor list`: the course by parts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from tutor.commands.lookup import course_in
from tutor.course.model import Course, Lesson


def list_course(option: Path | None, *, as_json: bool) -> int:
    """Print the course; what is wrong with it goes to standard error. Raises UsageError where there is none."""
    course = course_in(option)
    click.echo(json.dumps(as_data(course), ensure_ascii=False) if as_json else as_text(course))
    for problem in (*course.problems, *(problem for lesson in course.in_order for problem in lesson.problems)):
        print(problem, file=sys.stderr)  # noqa: T201
    return 0


def as_data(course: Course) -> dict[str, Any]:
    """The course as plain data."""
    return {
        "parts": [
            {
                "title": part.title,
                "lessons": [{**_facts(lesson), "exercises": list(lesson.exercises)} for lesson in part.lessons],
                "milestone": _facts(part.milestone) if part.milestone is not None else None,
            }
            for part in course.parts
        ]
    }


def _facts(lesson: Lesson) -> dict[str, Any]:
    return {"slug": lesson.slug, "title": lesson.title, "minutes": lesson.minutes}


def as_text(course: Course) -> str:
    """The course as a table."""
    width = max(len(lesson.slug) for lesson in course.in_order)
    titles = max(len(lesson.title) for lesson in course.in_order)
    lines = []
    for number, part in enumerate(course.parts, start=1):
        lines.append(f"{number} {part.title}")
        lines += [
            f"    {lesson.slug:<{width}}  {lesson.title:<{titles}}  {lesson.minutes:3d} min".rstrip()
            for lesson in part.lessons
        ]
        if (end := part.milestone) is not None:
            lines.append(f"    {end.slug:<{width}}  {end.title:<{titles}}  {end.minutes:3d} min  the part's milestone")
    return "\n".join(lines)
