"""Finding what the user named, with one clear line where it is not there."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from tutor.course.catalogue import CourseNotFoundError, find_course, load_course
from tutor.course.model import Choice, Control, Course, Lesson, Slider
from tutor.kernel.protocol import Scalar


class UsageError(click.ClickException):
    """What was asked for cannot be; exit status 2."""

    exit_code = 2


def course_in(option: Path | None) -> Course:
    """The course that is asked for, or the tutor's own. Raises UsageError."""
    try:
        course = load_course(find_course(option))
    except CourseNotFoundError as error:
        raise UsageError(str(error)) from None
    if not course.lessons:
        raise UsageError("\n".join(str(problem) for problem in course.problems) or f"{course.root} has no lessons")
    return course


def lesson_in(course: Course, slug: str) -> Lesson:
    """The lesson of this name. Raises UsageError, naming those that are near."""
    lesson = course.lesson(slug)
    if lesson is None:
        raise UsageError(f"There is no lesson {slug!r}. {_instead(slug, [lesson.slug for lesson in course.lessons])}")
    if not lesson.screens:
        raise UsageError("\n".join(f"{problem}" for problem in lesson.problems))
    return lesson


def settings_for(lesson: Lesson, settings: Iterable[str]) -> dict[str, Scalar]:
    """The controls' values from 'NAME=VALUE's. Raises UsageError naming what is allowed."""
    values: dict[str, Scalar] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise UsageError(f"--set takes NAME=VALUE, not {setting!r}")
        control = lesson.control(name.strip())
        if control is None:
            names = [control.name for control in lesson.controls]
            known = _instead(name, names) if names else "This lesson has none."
            raise UsageError(f"There is no control {name!r} in {lesson.slug}. {known}")
        values[control.name] = value_of(control, text.strip())
    return values


def value_of(control: Control, text: str) -> Scalar:
    """The text as a value of this control. Raises UsageError naming what is allowed."""
    match control:
        case Choice(name=name, options=options):
            if text not in options:
                raise UsageError(f"{name} is one of {', '.join(options)}; {text!r} is none of them")
            return text
        case Slider(name=name, low=low, high=high, whole=whole):
            try:
                value = int(text) if whole else float(text)
            except ValueError:
                raise UsageError(f"{name} is a {'whole ' * whole}number; {text!r} is none") from None
            if not low <= value <= high:
                side = "no number" if math.isnan(value) else "below" if value < low else "above"
                raise UsageError(f"{name} must lie between {shown(low)} and {shown(high)}; {text} is {side}")
            return value


def shown(number: float) -> str:
    """A number of a slider, as its author would write it."""
    return str(number) if isinstance(number, int) else f"{number:g}"


def _instead(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There {'is' if len(known) == 1 else 'are'}: {', '.join(known)}."
