"""Runs of a lesson that a course ships, so that whoever has no accelerator sees what one does: `data/recorded/`."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from tutor.course.files import FOLDER

FORMAT = 1
PLACE = "recorded"
"""The folder in the course's `data/`."""
_NAME = re.compile(r"[a-z0-9_]+")


class RecordedCurve(msgspec.Struct, frozen=True):
    """What was reported under one name."""

    name: str
    steps: tuple[int, ...]
    values: tuple[float | None, ...]
    """None where a number was not finite."""


class RecordedCell(msgspec.Struct, frozen=True):
    """What one cell has reported."""

    cell: int
    title: str
    seconds: float
    curves: tuple[RecordedCurve, ...]


class Recording(msgspec.Struct, frozen=True):
    """A run of a lesson on an accelerator."""

    lesson: str
    device: str
    """As torch spells it."""
    card: str
    """What the device calls itself."""
    torch: str
    date: str
    """Of the run, as in 2026-11-29."""
    controls: dict[str, bool | int | float | str]
    """Those that were set; the others had their defaults."""
    cells: tuple[RecordedCell, ...]
    format: int = FORMAT

    @property
    def origin(self) -> str:
        """Where and when it was recorded, in words."""
        return f"recorded on {self.card} ({self.device}), torch {self.torch}, {self.date}"


def recording_path(course: Path, name: str) -> Path:
    """Where a course has the recorded run of this name. Raises ValueError for what can be no name of one."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a recorded run, which has small letters, digits and _")
    return course / FOLDER / PLACE / f"{name}.json"


def encoded(recording: Recording) -> bytes:
    """The recording as it is kept, a cell to a few lines, so that two of them can be compared."""
    return msgspec.json.format(msgspec.json.encode(recording), indent=1) + b"\n"


def read_recording(path: Path) -> Recording:
    """The recorded run in this file. Raises FileNotFoundError where there is none, ValueError where it is not one."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Recording)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path} holds no recorded run: {error}. Record it again") from None
    if found.format > FORMAT:
        raise ValueError(f"{path} was recorded by a newer version of pytorch-tutor. Update it")
    return found
