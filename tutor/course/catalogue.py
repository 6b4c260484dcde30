"""Finding a course and reading it: course.toml names its parts and lessons, each lesson is a folder beside it."""

from __future__ import annotations

import re
import tomllib
import zlib
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tutor.course.lesson import read_lesson
from tutor.course.model import Course, CoursePart, Lesson, Problem

FORMAT = 1
"""Of course.toml and of the lessons; raised when a course of the new form means nothing to an older tutor."""

OWN = "course"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class CourseNotFoundError(Exception):
    """There is no course where one was looked for; the message says where."""


def find_course(option: Path | None = None, *, package: Path | None = None) -> Path:
    """The folder of the course: `option`, or the installed course of this name, else the tutor's own. Raises
    CourseNotFoundError.

    The tutor's own lessons lie inside the installed package, and in a checkout beside it. `package` is the folder of
    the package `tutor`, by default that of the one that runs.
    """
    if option is not None:
        return option if (option / "course.toml").is_file() else _installed(option)
    package = package or Path(__file__).parent.parent
    for folder in (package / "lessons", package.parent / "lessons"):
        if (folder / "course.toml").is_file():
            return folder
    raise CourseNotFoundError(f"the lessons are missing: {package / 'lessons'} has no course.toml; install again")


def _installed(option: Path) -> Path:
    """The folder of the installed course of this name. Raises CourseNotFoundError."""
    from tutor.course.installed import installed_course  # what it imports costs more than most commands do

    named = option.name == str(option) and re.fullmatch(r"\w[\w.-]*", option.name) is not None
    found = installed_course(option.name) if named else None
    if found is not None and found.root is not None and not found.problem:
        return found.root
    if found is not None:
        raise CourseNotFoundError(f"the course {option} of {found.package} cannot be opened: {found.problem}")
    others = "; `pytorch-tutor courses` lists those that are installed" if named and not option.exists() else ""
    raise CourseNotFoundError(f"{option} is not a course: it has no course.toml{others}")


def course_key(root: Path) -> str:
    """The name under which what was done in this course is kept: `OWN` for the tutor's own, wherever it lies."""
    try:
        own = find_course().resolve()
    except CourseNotFoundError:
        own = None
    resolved = root.resolve()
    if resolved == own:
        return OWN
    return f"{resolved.name}-{zlib.crc32(str(resolved).encode()):08x}"


def course_place(course: Course) -> tuple[str, str]:
    """The folder and the title of a course for a kernel to find it by; ('', '') for the tutor's own."""
    return ("", "") if course_key(course.root) == OWN else (str(course.root.resolve()), course.title)


def load_course(root: Path) -> Course:
    """The course in `root`. Never raises: what is wrong stands in its problems, or in those of the lesson it is in."""
    path = root / "course.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return Course(root.name, root, problems=(Problem(path, 1, f"cannot be read: {error.strerror}"),))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        at = _AT_LINE.search(str(error))
        return Course(root.name, root, problems=(Problem(path, int(at[1]) if at else 1, f"not TOML: {error}"),))
    problems = [Problem(path, 1, what) for what in _format_problems(facts)]
    title = facts.get("title")
    if not isinstance(title, str):
        problems.append(Problem(path, 1, "title is missing"))
        title = root.name
    parts = _parts(facts, root, path, problems)
    assumes = facts.get("assumes", [])
    if not isinstance(assumes, list) or not all(isinstance(concept, str) for concept in assumes):
        problems.append(Problem(path, 1, f"assumes is a list of concepts, not {assumes!r}"))
        assumes = []
    seen = {lesson.slug for part in parts for lesson in part.lessons}
    extras = _lessons(facts.get("extras", []), seen, root, path, problems)
    return Course(title, root, parts, tuple(problems), tuple(assumes), extras)


def _format_problems(facts: dict[str, Any]) -> list[str]:
    match facts.get("format"):
        case bool() | None:
            return [f"format = {FORMAT} is missing"]
        case int(number) if number > FORMAT:
            return [
                f"this course has format {number}, and this tutor reads format {FORMAT}: what it does not know is "
                "missing here; a newer pytorch-tutor reads all of it"
            ]
        case int(number) if number == FORMAT:
            return []
        case other:
            return [f"format is {FORMAT}, not {other!r}"]


def _parts(facts: dict[str, Any], root: Path, path: Path, problems: list[Problem]) -> tuple[CoursePart, ...]:
    """The parts with their lessons; what cannot be used is left out and named in `problems`."""
    listed = facts.get("parts", [])
    if not isinstance(listed, list) or not listed:
        problems.append(Problem(path, 1, "no [[parts]] with a title and lessons"))
        return ()
    seen: set[str] = set()
    parts: list[CoursePart] = []
    for number, entry in enumerate(listed, start=1):
        slugs = entry.get("lessons") if isinstance(entry, dict) else None
        if not isinstance(slugs, list):
            problems.append(Problem(path, 1, f"part {number} needs lessons = [slugs]"))
            continue
        title = entry.get("title")
        if not isinstance(title, str):
            problems.append(Problem(path, 1, f"part {number} has no title"))
            title = f"Part {number}"
        lessons = _lessons(slugs, seen, root, path, problems)
        ends = _lessons([entry["milestone"]], seen, root, path, problems) if "milestone" in entry else ()
        parts.append(CoursePart(title, lessons, *(replace(one, milestone=True) for one in ends)))
    return tuple(parts)


def _lessons(slugs: Any, seen: set[str], root: Path, path: Path, problems: list[Problem]) -> tuple[Lesson, ...]:
    """The lessons of these slugs; what is no slug, or was listed before, is named in `problems`."""
    lessons: list[Lesson] = []
    for slug in slugs if isinstance(slugs, list) else [slugs]:
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            problems.append(Problem(path, 1, f"{slug!r} is not a slug: small letters, digits and '_', as in 'data_2'"))
        elif slug in seen:
            problems.append(Problem(path, 1, f"{slug!r} is listed twice"))
        else:
            seen.add(slug)
            lessons.append(read_lesson(root / slug))
    return tuple(lessons)
