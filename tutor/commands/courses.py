"""`pytorch-tutor courses`: the courses that can be opened by a name."""

from __future__ import annotations

import json
from typing import Any

import click

from tutor.course.catalogue import CourseNotFoundError, find_course, load_course
from tutor.course.installed import GROUP, InstalledCourse, installed_courses


def list_courses(*, as_json: bool) -> int:
    """Print the tutor's own course and those that are installed; the exit status."""
    rows = [_own(), *map(_facts, installed_courses())]
    if as_json:
        click.echo(json.dumps({"courses": rows}, ensure_ascii=False))
        return 0
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        count = row["lessons"]
        said = row["problem"] or f"{row['title']}, {count} lesson{'s' * (count != 1)}"
        click.echo(f"{row['name']:<{width}}  {said}  {row['package']}".rstrip())
    click.echo("\n`pytorch-tutor --course NAME` opens one. A package has one by an entry point in the group")
    click.echo(f"{GROUP}; `pytorch-tutor new DIR` makes such a package.")
    return 0


def _own() -> dict[str, Any]:
    try:
        return _facts(InstalledCourse("(none)", "the tutor's own", find_course()))
    except CourseNotFoundError as error:
        return _facts(InstalledCourse("", "", None, str(error)))


def _facts(one: InstalledCourse) -> dict[str, Any]:
    course = load_course(one.root) if one.root is not None and not one.problem else None
    problem = one.problem
    if course is not None and not course.lessons:
        problem = "; ".join(map(str, course.problems)) or "it has no lessons"
    return {
        "name": one.name,
        "title": course.title if course is not None else "",
        "lessons": len(course.lessons) if course is not None else 0,
        "folder": str(one.root) if one.root is not None else None,
        "package": one.package,
        "problem": problem,
    }
