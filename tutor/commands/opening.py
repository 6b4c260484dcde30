"""Opening the tutor itself in this terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tutor.commands.lookup import UsageError, answered, course_in, instead, kernel_command, lesson_in, path_of
from tutor.course.model import Course, Lesson
from tutor.learner.home import home_folder
from tutor.options import Options
from tutor.picture_ways import PICTURES_VARIABLE

DEVICE = re.compile(r"auto|cpu|cuda|cuda:\d+|mps")


def open_in_terminal(
    lesson: str | None,
    *,
    device: str | None,
    course: Path | None,
    theme: str | None,
    kernel: str | None,
    workspace: Path | None,
    pictures: str | None = None,
    commands: Sequence[str] = (),
) -> int:
    """Open the tutor; the exit status. Raises UsageError where it cannot be opened as asked.

    `commands` are those that the learner may have meant where `lesson` is none.
    """
    read: Course | None
    file: Lesson | None = None
    path = path_of(lesson) if lesson is not None else None
    if path is not None and (path.suffix or course_in(course).lesson(str(lesson)) is None):
        read = course_in(course) if course is not None else None
        if path.is_dir():
            read, course = _folder(path, elsewhere=kernel is not None), path
        else:
            from tutor.commands.files import opened

            file = opened(path, elsewhere=kernel is not None).lesson
        lesson = None
    elif lesson is not None:
        read = lesson_or_command(lesson, course, commands)
    else:
        read = course_in(course) if course is not None else None
    if device is not None:
        check_device(device)
    kernel_command(kernel)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The tutor needs a terminal, and this is not one. Without a terminal there are `pytorch-tutor list` and "
            "`pytorch-tutor run LESSON`."
        )
    if pictures is not None:
        os.environ[PICTURES_VARIABLE] = pictures  # for the kernel, which sends more of a picture where more is shown
    from tutor.ui.terminal import garbage

    garbage.hold()
    from tutor.ui.app import run

    return run(Options(lesson, device, course, theme, kernel, home_folder(), workspace, pictures), read, file)


def _folder(path: Path, *, elsewhere: bool) -> Course:
    """The files of a folder as a course, or the course that is there. Raises UsageError."""
    if (path / "course.toml").is_file():
        return course_in(path)
    from tutor.opening.folders import open_folder
    from tutor.opening.source import OpeningError

    try:
        return open_folder(path, elsewhere=elsewhere)
    except OpeningError as error:
        raise UsageError(str(error)) from None


def lesson_or_command(word: str, course: Path | None, commands: Sequence[str]) -> Course:
    """The course, where the word names a lesson of it. Raises UsageError, naming lessons and commands that are near."""
    read = course_in(course)
    if read.lesson(word) is None:
        from tutor.course.exercise import find_exercise

        if exercise := find_exercise(read, word):
            raise UsageError(f"{word} is an exercise of {exercise.lesson}. {answered(exercise)}")
        lessons = [lesson.slug for lesson in read.in_order]
        raise UsageError(f"There is no command or lesson {word!r}. {instead(word, [*commands, *lessons])}")
    lesson_in(read, word)
    return read


def check_device(device: str) -> None:
    """Raises UsageError for what is no device's name; whether there is one of that name only the kernel knows."""
    if not DEVICE.fullmatch(device):
        raise UsageError(f"{device!r} is not a device; a device is auto, cpu, cuda, cuda:N (such as cuda:0) or mps")
