"""Whether the files that a course ships can be read, travel with it, and have an origin and a license."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path

from tutor.course.files import FOLDER, NOTES, data_files, leads_out
from tutor.course.model import Problem

_LICENSE = re.compile(r"licen[cs]e|public domain", re.IGNORECASE)
_PACKED = frozenset((".npz", ".zip"))
_PIECE = 1 << 20


def data_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with `data/`; nothing where a course has none."""
    folder = root / FOLDER
    if folder.is_file():
        yield Problem(folder, 1, "is a file; it is the folder of the files that the course ships")
    files = list(data_files(root))
    if not files:
        return
    text = yield from _notes(folder / NOTES)
    for path in files:
        if leads_out(root, path):
            yield Problem(path, 1, f"is a link to what lies outside of {FOLDER}/, and does not travel with the course")
        elif why := _unreadable(path):
            yield Problem(path, 1, why)
        if text and not _is_named(path.relative_to(folder), text):
            yield Problem(path, 1, f"{FOLDER}/{NOTES} does not name it: where is it from, and under which license?")


def _notes(path: Path) -> Generator[Problem, None, str]:
    """The text on origin and license, '' where there is none; what is wrong with it is yielded."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        yield Problem(path, 1, "this file is missing: where each file is from, and under which license")
        return ""
    except (OSError, UnicodeDecodeError) as error:
        yield Problem(path, 1, f"cannot be read: {error.strerror if isinstance(error, OSError) else error}")
        return ""
    if not _LICENSE.search(text):
        yield Problem(path, 1, "says nothing of a license: under which one is each file?")
    return text


def _is_named(path: Path, text: str) -> bool:
    """Whether the text speaks of a file, by its name or that of a folder that it is in, as in 'faces/'."""
    names = [path.as_posix(), path.name, *(f"{one.as_posix()}/" for one in path.parents if one.name)]
    return any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", text) for name in names)


def _unreadable(path: Path) -> str:
    """Why a file cannot be used; '' where it can."""
    try:
        if not path.stat().st_size:
            return "is empty"
        with path.open("rb") as opened:
            while opened.read(_PIECE):
                pass
        if path.suffix in _PACKED:
            with zipfile.ZipFile(path) as packed:
                if (broken := packed.testzip()) is not None:
                    return f"is damaged: what it holds as {broken} is not what was put in"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        return f"is cut short or damaged: {error}"
    return ""
