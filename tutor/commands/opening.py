"""Opening the tutor itself in this terminal."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tutor.commands.lookup import UsageError, course_in, kernel_command, lesson_in
from tutor.options import Options
from tutor.progress import home_folder

DEVICE = re.compile(r"auto|cpu|cuda|cuda:\d+|mps")


def open_in_terminal(
    lesson: str | None,
    *,
    device: str | None,
    course: Path | None,
    theme: str | None,
    kernel: str | None,
    workspace: Path | None,
) -> int:
    """Open the tutor; the exit status. Raises UsageError where it cannot be opened as asked."""
    read = course_in(course) if lesson is not None or course is not None else None
    if read is not None and lesson is not None:
        lesson_in(read, lesson)
    if device is not None:
        check_device(device)
    kernel_command(kernel)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The tutor needs a terminal, and this is none. Without one there are `pytorch-tutor list` and "
            "`pytorch-tutor run LESSON`."
        )
    from tutor.ui import garbage

    garbage.hold()
    from tutor.ui.app import run

    return run(Options(lesson, device, course, theme, kernel, home_folder(), workspace), read)


def check_device(device: str) -> None:
    """Raises UsageError for what is no device's name; whether there is one of that name only the kernel knows."""
    if not DEVICE.fullmatch(device):
        raise UsageError(f"{device!r} is no device; a device is auto, cpu, cuda, cuda:N (such as cuda:0) or mps")
