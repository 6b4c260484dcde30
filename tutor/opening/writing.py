"""The learner's texts of cells back into the script that they are of: whole or not at all, what it was beside it."""

from __future__ import annotations

import io
import os
import shutil
import tokenize
from collections.abc import Callable, Mapping
from pathlib import Path

from tutor.opening.exporting import numbered
from tutor.opening.lessons import OpenedFile
from tutor.opening.recognizing import NAMES
from tutor.opening.source import OpeningError, contents, fingerprint_of, text_of

Writer = Callable[[Path, bytes], None]
"""Writes the whole file or leaves the old one as it is. Raises OSError."""


def write_back(opened: OpenedFile, edits: Mapping[int, str], write: Writer) -> Path:
    """Put these texts into the cells of the script; the place of what it was. Raises OpeningError."""
    path = opened.lesson.path.resolve()  # a link stays a link
    if opened.format in ("notebook", "markdown"):
        raise OpeningError(f"{path} is {NAMES[opened.format]}, which is not written to; `export` makes another of it.")
    data = contents(path)
    if fingerprint_of(data) != opened.fingerprint:
        raise OpeningError(f"{path} has changed since it was opened, and is left as it is; open it again.")
    if not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):  # in a folder of one's own it could be replaced
        raise OpeningError(f"{path} is read-only, and is left as it is; `export` makes another of it.")
    text = with_edits(text_of(path, data), opened, edits)
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    try:
        new = (text.replace("\n", "\r\n") if b"\r\n" in data else text).encode(encoding)
        backup = _free_name(path)
        shutil.copy2(path, backup)
        write(path, new)
        shutil.copymode(backup, path)
    except UnicodeEncodeError as error:
        raise OpeningError(f"{path} is in {encoding}, which has no {error.object[error.start]!r}.") from None
    except OSError as error:
        raise OpeningError(f"{path} cannot be written: {error.strerror or error}.") from None
    return backup


def with_edits(text: str, opened: OpenedFile, edits: Mapping[int, str]) -> str:
    """The text of a script with these texts in the place of its cells."""
    lines = text.split("\n")
    for part, number in reversed(list(numbered(opened.parts))):
        if number in edits and not part.form:
            begin, end = part.line - 1, part.line + part.text.count("\n")
            if lines[begin:end] != part.text.split("\n"):
                raise OpeningError(f"{opened.lesson.path} does not have cell {number} where it was; open it again.")
            lines[begin:end] = edits[number].rstrip("\n").split("\n")
    return "\n".join(lines)


def _free_name(path: Path) -> Path:
    number, place = 1, path.with_name(f"{path.name}.bak")
    while place.exists():
        number += 1
        place = path.with_name(f"{path.name}.bak-{number}")
    return place
