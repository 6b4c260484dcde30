"""The files that a course ships: what lies in its `data/`, beside the lessons."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

FOLDER = "data"
NOTES = "README.md"
"""Of that folder: where its files are from, and under which license."""
_OF_A_LESSON = ("lesson.py", "idioms.py")
_NAMED = 8
"""No more files than this are named where another was asked for."""


def data_files(root: Path) -> Iterator[Path]:
    """All that a course ships, without the text about it."""
    folder = root / FOLDER
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if parts != (NOTES,) and _ships(folder, parts) and (path.is_symlink() or not path.is_dir()):
                yield path


def _ships(folder: Path, parts: tuple[str, ...]) -> bool:
    """Whether what lies there is meant to be read: not what begins with a dot, nor Python's cache, nor, where a lesson
    has the name of this folder, what is the lesson's."""
    if any(part.startswith(".") or part == "__pycache__" for part in parts):
        return False
    return parts[0] not in _OF_A_LESSON and not (folder / parts[0] / "task.md").is_file()


def leads_out(root: Path, path: Path) -> bool:
    """Whether a file in `data/` is a link to what lies outside of it."""
    return not path.resolve().is_relative_to((root / FOLDER).resolve())


def data_file(root: Path, name: str) -> Path:
    """The file of the course in `root` with this name, as in 'points.csv' or 'faces/one.png'.

    Raises ValueError for what can be no name of one, FileNotFoundError where there is none, with what to do.
    """
    if not isinstance(name, str):
        raise TypeError(f"a name in quotes is needed, as in 'points.csv', not {name!r}")
    if not PurePosixPath(name).parts or name != name.strip() or "\0" in name:
        raise ValueError(f"{name!r} is no file's name")
    if "\\" in name or ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() or name.startswith("~"):
        what = "only what lies in the course's data/ can be had, by its name there: 'points.csv' or 'faces/one.png'"
        raise ValueError(f"{name!r} is a path out of it; {what}")
    path = root / FOLDER / name
    if path.exists() and leads_out(root, path):
        raise ValueError(f"{name!r} is a link to what lies outside of the course's data/, and does not travel with it")
    if path.is_dir() and _ships(root / FOLDER, PurePosixPath(name).parts):
        raise FileNotFoundError(f"{name!r} is a folder. {_instead(root, name)}")
    if not path.is_file() or not _ships(root / FOLDER, PurePosixPath(name).parts):
        raise FileNotFoundError(f"there is no file {name!r} in {root / FOLDER}. {_instead(root, name)}")
    return path


def _instead(root: Path, name: str) -> str:
    """What may have been meant."""
    known = [path.relative_to(root / FOLDER).as_posix() for path in data_files(root)]
    if not known:
        return "This course ships no files: where it should, get it, or install it, again."
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return f"Did you mean {' or '.join(map(repr, near))}?"
    inside = [one for one in known if one.startswith(f"{name}/")] or known
    more = f" and {len(inside) - _NAMED} more" if len(inside) > _NAMED else ""
    return f"There {'is' if len(inside) == 1 else 'are'}: {', '.join(inside[:_NAMED])}{more}."
