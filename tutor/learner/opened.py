"""The files of others that the learner has opened, the last ones first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from tutor.learner.practice import OpenFile
from tutor.learner.storage import JsonFile, Kept

LISTED = 10
"""As many files are listed."""
KNOWN = 200
"""Of as many it is known that they were opened before; the oldest go first."""
FOLDER = "opened/"
"""What the slugs of opened files begin with: the folder in which that is kept of them which courses keep of lessons."""
HELD = ".held"
"""What the names of files end with that stand there for a run that is under way; see `tutor.learner.journals`."""


class OpenedBefore(msgspec.Struct, frozen=True):
    """A file as it was opened last."""

    path: str
    title: str
    slug: str
    """Under which it is kept what was done in it; another for each state of the file."""


class OpenedRecord(Kept):
    """The files that were opened, the last one first."""

    files: list[OpenedBefore] = msgspec.field(default_factory=list)


class OpenedFiles:
    """What is kept of opened files for all courses. Writing to disk is the store's."""

    def __init__(self, home: Path, open_file: OpenFile, wake: Callable[[], None]) -> None:
        self.file: JsonFile[OpenedRecord] = open_file(home / "opened-files.json", OpenedRecord)
        self._wake = wake

    @property
    def last(self) -> tuple[OpenedBefore, ...]:
        """The last ones, the newest first."""
        return tuple(self.file.value.files[:LISTED])

    def known(self, path: Path) -> OpenedBefore | None:
        """The file as it was opened last; None where it never was."""
        return next((one for one in self.file.value.files if one.path == str(path)), None)

    def enter(self, path: Path, title: str, slug: str) -> None:
        """The file is opened now."""
        new = OpenedBefore(str(path), title, slug)

        def entered(record: OpenedRecord) -> None:
            record.files = [new, *(one for one in record.files if one.path != new.path)][:KNOWN]

        if self.file.value.files[:1] != [new]:
            self.file.change(entered)
            self._wake()
