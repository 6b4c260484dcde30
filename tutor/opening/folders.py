"""A folder of other people's files as a course: each file that can be opened is a lesson, each folder in it a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tutor.course.model import Course, CoursePart, Lesson, Problem
from tutor.opening import SUFFIXES
from tutor.opening.lessons import PREFIX, OpenedFile, open_file
from tutor.opening.source import NothingToRunError, OpeningError, unreadable

MOST_FILES = 500
_NEVER = frozenset(("__pycache__", "node_modules", "site-packages", "build", "dist"))


def open_folder(root: Path, *, elsewhere: bool = False) -> Course:
    """The files in a folder and in those within it, in the order of their names. Raises OpeningError where there is
    none; one that cannot be read is there with the reason."""
    root = root.absolute()
    found: dict[Path, list[Lesson]] = {}
    for number, (path, file) in enumerate(files_in(root, elsewhere=elsewhere), start=1):
        if isinstance(file, OpenedFile):
            lesson = file.lesson
        else:
            slug, problem = f"{PREFIX}{path.stem}-{number}", Problem(path, 1, file)
            lesson = Lesson(slug, path.name, path, problems=(problem,), opened=True)
        found.setdefault(path.parent, []).append(lesson)
    if not any(lesson.screens for lessons in found.values() for lesson in lessons):
        raise nothing_in(root)
    parts = tuple(CoursePart(_called(root, folder), tuple(lessons)) for folder, lessons in found.items())
    return Course(root.name, root, parts)


def nothing_in(root: Path) -> OpeningError:
    """That a folder has no file that can be opened."""
    return OpeningError(f"{root} has no file that can be opened: no script, notebook or Markdown with Python in it.")


def files_in(root: Path, *, elsewhere: bool = False) -> Iterator[tuple[Path, OpenedFile | str]]:
    """The files in a folder and in those within it that have code, in the order of their names, each opened, or with
    the reason why it cannot be. Raises OpeningError where there are too many."""
    for count, path in enumerate(_files(root), start=1):
        if count > MOST_FILES:
            raise OpeningError(f"{root} has more than {MOST_FILES} files that could be opened; open a folder in it.")
        try:
            yield path, open_file(path, elsewhere=elsewhere)
        except NothingToRunError:
            continue
        except OpeningError as error:
            yield path, str(error).removeprefix(f"{path} ").rstrip(".")


def _called(root: Path, folder: Path) -> str:
    """What a folder is called below the one that was opened."""
    return folder.relative_to(root).as_posix() if folder != root else root.name


def _files(folder: Path) -> Iterator[Path]:
    """What may be opened: of each folder first its files, then its folders; nothing hidden, and through no links."""
    try:
        inside = sorted(folder.iterdir(), key=_in_order)
    except OSError as error:
        raise OpeningError(f"{folder} {unreadable(error)}.") from None
    yield from (path for path in inside if path.suffix in SUFFIXES and path.is_file() and not path.name.startswith("."))
    for path in inside:
        known = path.name.startswith(".") or path.name in _NEVER or (path / "pyvenv.cfg").exists()
        if path.is_dir() and not path.is_symlink() and not known:
            yield from _files(path)


def _in_order(path: Path) -> list[tuple[str, int]]:
    """Names as people order them: part 2 comes before part 10."""
    return [(word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", path.name.lower()) if word or digits]
