"""Finding what the user named, with one clear line where it is not there.

The tutor's first frame waits for this module: what only some of the commands need is imported where they need it.
"""

from __future__ import annotations

import difflib
import math
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from tutor.course.catalogue import CourseNotFoundError, course_key, find_course, load_course
from tutor.course.model import Choice, Control, Course, Lesson, Slider
from tutor.learner.home import home_folder
from tutor.learner.progress import Store
from tutor.opening import SUFFIXES
from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.course.exercise import Exercise
    from tutor.learner.workspace import Workspace

_IN_FORCE = ("course", "workspace", "kernel", "device")
"""Options that decide what a command is about; a hint at another command repeats them."""
_NAMED = 20
"""As many names are told where none of them is near what was asked for."""


class UsageError(click.ClickException):
    """What was asked for cannot be; exit status 2."""

    exit_code = 2


def path_of(word: str) -> Path | None:
    """The file or folder that a word names; None where it can only be the name of a lesson. Where it has no suffix, and
    there is a lesson of that name, the lesson is meant."""
    path = Path(word).expanduser()
    if "/" in word or path.suffix in SUFFIXES or word in (".", ".."):
        return path
    return path if path.exists() else None


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
        from tutor.course.exercise import find_exercise

        if exercise := find_exercise(course, slug):
            raise UsageError(f"{slug} is an exercise of {exercise.lesson}. {answered(exercise)}")
        raise UsageError(f"There is no lesson {slug!r}. {instead(slug, [lesson.slug for lesson in course.in_order])}")
    if not lesson.screens:
        raise UsageError("\n".join(f"{problem}" for problem in lesson.problems))
    return lesson


def exercise_in(course: Course, name: str) -> Exercise:
    """The exercise called 'slug' or 'lesson/slug'. Raises UsageError, naming those that are near."""
    from tutor.course.exercise import exercise_names, find_exercise

    exercise = find_exercise(course, name)
    if exercise is not None:
        return exercise
    names = exercise_names(course)
    if not names:
        raise UsageError(f"There is no exercise {name!r}: {course.title} has no exercises.")
    if (lesson := course.lesson(name)) is not None and lesson.exercises:
        raise UsageError(f"{name} is a lesson. Its exercises are: {', '.join(lesson.exercises)}.")
    known = names if "/" in name else [one.partition("/")[2] for one in names]
    raise UsageError(f"There is no exercise {name!r}. {instead(name, known)}")


def answered(exercise: Exercise) -> str:
    """What to do about an exercise, for one who asked for it as if it were a lesson."""
    return f"`{to_type('check', exercise.slug)}` checks your answer, and in the tutor x lists all exercises."


def to_be_checked(exercise: Exercise) -> Exercise:
    """The exercise. Raises UsageError where it is too broken for any answer to be judged."""
    if not exercise.tests:
        raise UsageError("\n".join(map(str, exercise.problems)))
    return exercise


@contextmanager
def kept(course: Course) -> Iterator[Store]:
    """What is kept of a course for the user, written at the end; what is wrong with it goes to standard error."""
    store = Store(home_folder(), course_key(course.root))
    try:
        yield store
    finally:
        store.close()
        for problem in (*store.problems, *filter(None, [store.problem])):
            print(problem, file=sys.stderr)  # noqa: T201


def workspace_for(course: Course, store: Store, folder: Path | None) -> Workspace:
    """The learner's files of a course, in `folder` or where the tutor keeps them."""
    from tutor.learner.workspace import Workspace

    return Workspace(folder or store.home / "work" / course_key(course.root), store)


def to_type(command: str, *words: str) -> str:
    """What to type for another command so that it means the same course, answers and kernel as this one."""
    ctx = click.get_current_context(silent=True)
    options: list[str] = []
    other = ctx.parent.command if ctx is not None and ctx.parent is not None else None
    if ctx is not None and isinstance(other, click.Group) and (target := other.get_command(ctx, command)) is not None:
        taken = {param.name for param in target.params}
        for name in _IN_FORCE:
            if name in taken and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                options += [f"--{name}", str(ctx.params[name])]
    return shlex.join(["pytorch-tutor", command, *words, *options])


def kernel_command(text: str | None) -> list[str] | None:
    """The words of --kernel; None where it is not given. Raises UsageError where they are no command."""
    if text is None:
        return None
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"--kernel {text!r} is not a command that can be read: {error}") from None
    if not words:
        raise UsageError("--kernel needs a command, such as 'ssh gpu-box pytorch-tutor/.venv/bin/pytorch-tutor-kernel'")
    return words


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
            known = instead(name, names) if names else "This lesson has none."
            raise UsageError(f"There is no control {name!r} in {lesson.slug}. {known}")
        values[control.name] = value_of(control, text.strip())
    return values


def value_of(control: Control, text: str) -> Scalar:
    """The text as a value of this control. Raises UsageError naming what is allowed."""
    match control:
        case Choice(name=name, options=options):
            if text not in options:
                raise UsageError(f"{name} must be one of {', '.join(options)}, not {text!r}")
            return text
        case Slider(name=name, low=low, high=high, whole=whole):
            try:
                value = int(text) if whole else float(text)
            except ValueError:
                raise UsageError(f"{name} must be a {'whole ' * whole}number, not {text!r}") from None
            if not low <= value <= high:
                side = "not a number" if math.isnan(value) else "below" if value < low else "above"
                raise UsageError(f"{name} must lie between {shown(low)} and {shown(high)}; {text} is {side}")
            return value


def shown(number: float) -> str:
    """A number of a slider, as its author would write it."""
    return str(number) if isinstance(number, int) else f"{number:g}"


def instead(name: str, known: Sequence[str]) -> str:
    """What may have been meant: 'Did you mean slope?', or all that there is."""
    # one that differs by a slip of a finger is what was meant; else those that are at all alike
    slip = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
    near = slip or difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f"There {'is' if len(known) == 1 else 'are'}: {', '.join(known[:_NAMED])}{more}."
