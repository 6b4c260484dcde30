"""`pytorch-tutor`, and `python -m tutor`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.opening import SUFFIXES
from tutor.picture_ways import PICTURES, PICTURES_VARIABLE
from tutor.platforms import require_unix

if TYPE_CHECKING:
    from tutor.course.model import Lesson


def main() -> int:
    """What was asked for; the exit status.

    Nothing was, or a file and nothing else: the tutor opens, and does not wait for all that reads a command line, which
    would take a tenth of the time to the first frame. A variable that cannot be is told there, too.
    """
    require_unix()
    terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    path = _only_file(sys.argv[1:])
    pictures = os.environ.get(PICTURES_VARIABLE) or None
    if (sys.argv[1:] and path is None) or not terminal or pictures not in (None, *PICTURES):
        return _command_line()
    from tutor.ui.terminal import garbage

    garbage.hold()
    file: Lesson | None = None
    if path is not None:
        from tutor.opening.lessons import open_file
        from tutor.opening.source import OpeningError

        try:
            file = open_file(path).lesson
        except OpeningError:
            return _command_line()  # which says what is wrong with it
    from tutor.learner.home import home_folder
    from tutor.options import Options
    from tutor.ui.app import run

    return run(Options(home=home_folder(), pictures=pictures), opened=file)


def _only_file(words: list[str]) -> Path | None:
    """The file that the words of a command line name, with or without `open`, where they name nothing else."""
    if len(words) == 2 and words[0] == "open":
        words = words[1:]
    if len(words) != 1 or words[0].startswith("-"):
        return None
    path = Path(words[0]).expanduser()
    return path if path.suffix in SUFFIXES and path.is_file() else None


def _command_line() -> int:
    from tutor.cli import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
