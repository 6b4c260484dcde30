"""A file that is written here and by other programs at once, and of which nothing is lost.

Where it was changed both here and by another program, one side stays in its place and the other lies beside it under
a name of its own. Where nothing can be written, the text is kept in memory and `WorkingFile.problem` says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tutor.learner.storage import Writer, locked, write_atomically

LARGEST = 1_000_000
"""Bytes; an answer is a page of code, and a larger file is something else."""
_FRESH = 2_000_000_000
"""Nanoseconds within which a file system may give two writings the same time of change; NFS keeps seconds."""
_BOM = b"\xef\xbb\xbf"


class UnreadableError(Exception):
    """A working file is there and cannot be taken for an answer; the message is for the learner."""


@dataclass(frozen=True)
class Conflict:
    """A file was changed by another program while it was changed here, too."""

    mine: str
    """The text from here."""
    theirs: str
    """The text that the file has now."""
    aside: Path | None
    """Where the text from here was laid; None where that was not possible, and it is only in memory."""


@dataclass(frozen=True)
class _Form:
    """How the text stands in its file."""

    newline: str = "\n"
    bom: bool = False

    def encode(self, text: str) -> bytes:
        # Half a surrogate pair, which a terminal can paste, has no place in a file.
        body = text.replace("\n", self.newline).encode(errors="replace")
        return _BOM + body if self.bom else body


_Stamp = tuple[int, int, int]


class WorkingFile:
    """One exercise's file, as this session knows it. Its methods do file work, and may be called from any thread."""

    def __init__(
        self,
        path: Path,
        starter: str,
        lock: Path,
        *,
        refused: str = "",
        write: Writer = write_atomically,
        now: Callable[[], int] = time.time_ns,
    ) -> None:
        self.path = path
        self.text = starter
        """What the file holds, as far as is known; where nothing can be written, what it should hold."""
        self.problem = ""
        """Why the file is not read or not written, in words; '' where all is well."""
        self.starter = starter
        """What the learner was given."""
        self._refused = refused
        self._lock = lock
        self._write = write
        self._now = now
        self._form = _Form()
        self._stamp: _Stamp | None = None
        self._data: bytes | None = None
        """What the file held when it was last looked at; None where there was none."""
        self._read_at = 0
        self._busy = threading.RLock()
        """Held while the file is worked on; a screen that closes may have to wait for its own saving."""
        self._asides: dict[str, tuple[Path, bytes]] = {}
        self.unsaved: str | None = None
        """The text that could not be written into the file, and waits for it; None where there is none."""

    # ------------------------------------------------------------------------------------------------------- reading

    def read(self) -> str:
        """The file's text, with line ends as '\\n'. Raises UnreadableError; FileNotFoundError where it is missing."""
        with self._busy:
            data = self._load()
            text, form = self._decode(data)
            self._take(data, text, form)
            self._asides.clear()
            return text

    def look(self) -> str | None:
        """The file's text, where it is another than is known here; None where it is not, or is gone.

        Cheap where nothing changed: one question to the file system. The new text is only reported; `read` makes it the
        one that is known. Raises UnreadableError.
        """
        with self._busy:
            try:
                if not self._may_differ():
                    return None
                data = self._load()
            except FileNotFoundError:
                self._stamp = self._data = None
                return None
            if data == self._data:
                return None
            text, form = self._decode(data)
            if text == self.text:
                self._take(data, text, form)
                return None
            return text

    def _may_differ(self) -> bool:
        """Whether the file's size, time or place is another, or the time is too fresh to tell two writings apart."""
        stamp = self._stamped()
        return stamp != self._stamp or self._read_at - stamp[0] < _FRESH

    def _stamped(self) -> _Stamp:
        try:
            found = self.path.stat()
        except NotADirectoryError as error:
            raise FileNotFoundError(*error.args) from None
        except FileNotFoundError:
            raise
        except OSError as error:
            raise UnreadableError(f"{self.path} cannot be read: {error.strerror}.") from None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _load(self) -> bytes:
        stamp = self._stamped()
        if stamp[1] > LARGEST:
            self._stamp, self._read_at = stamp, self._now()
            raise UnreadableError(
                f"{self.path.name} has {stamp[1] / 1e6:.1f} MB, and an answer has at most {LARGEST / 1e6:.0f} MB. "
                "It is left as it is."
            )
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise UnreadableError(f"{self.path} cannot be read: {error.strerror}.") from None
        self._stamp, self._read_at = stamp, self._now()
        return data

    def _decode(self, data: bytes) -> tuple[str, _Form]:
        bom = data.startswith(_BOM)
        body = data[len(_BOM) :] if bom else data
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            line = body.count(b"\n", 0, error.start) + 1
            raise UnreadableError(
                f"{self.path.name} is not UTF-8 text: its first invalid byte is on line {line}. It is left as it is."
            ) from None
        if "\0" in text:
            raise UnreadableError(f"{self.path.name} is not text: it has NUL bytes. It is left as it is.")
        newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
        return text.replace("\r\n", "\n").replace("\r", "\n"), _Form(newline, bom)

    def _take(self, data: bytes | None, text: str, form: _Form) -> None:
        self._data, self.text, self._form = data, text, form
        self.unsaved, self.problem = None, ""

    # ------------------------------------------------------------------------------------------------------- writing

    def save(self, text: str) -> Conflict | None:
        """Write the text, or keep it in memory and say why in `problem`.

        Where another program changed the file meanwhile, nothing is overwritten: the text is laid beside it, and the
        conflict is returned, at every saving until `settle` or `read` ends it.
        """
        conflict: list[Conflict] = []

        def write() -> None:
            held = self._held()
            theirs = self._decode(held)[0] if held is not None else None
            if held is not None and theirs == text:
                self._take(held, text, self._form)
            elif theirs is None or held == self._data or theirs == self.text:
                self._put(text)
            else:
                conflict.append(Conflict(text, theirs, self._lay_aside("from-tutor", self._form.encode(text))))
                self.unsaved = None  # nothing older is to be laid there in its place

        self._guarded(text, write)
        return conflict[0] if conflict else None

    def settle(self, text: str) -> Path | None:
        """End a conflict with this text in the file; what the file held lies beside it, in the returned place."""
        aside: list[Path] = []

        def write() -> None:
            held = self._held()
            if held is not None and held != self._form.encode(text):
                aside.append(self._lay_aside("from-outside", held))
            self._put(text)
            self._asides.clear()

        self._guarded(text, write)
        return aside[0] if aside else None

    def replace(self, text: str, label: str) -> Path | None:
        """Put the text in the file; whatever the file was, text or not, lies beside it as `<name>.<label>.py`.

        The returned place is None where there was nothing, or nothing could be written.
        """
        aside: list[Path] = []

        def write() -> None:
            target = self.path.resolve()
            if target.exists():
                target.replace(self._beside(label))
                aside.append(self._beside(label))
            self._form = _Form()
            self._put(text)

        self._guarded(text, write)
        return aside[0] if aside else None

    def save_again(self) -> None:
        """Write the text that could not be written, if there is one."""
        with self._busy:  # else a later text might be overwritten
            if self.unsaved is not None:
                self.save(self.unsaved)

    @property
    def lost(self) -> bytes | None:
        """What the file should hold and does not, where that is the learner's own."""
        return None if self.unsaved in (None, self.starter) else self._form.encode(self.unsaved or "")

    def backup(self, label: str) -> str | None:
        """The text that lies beside the file under this label, if there is one that can be read."""
        try:
            return self._decode(self._beside(label).read_bytes())[0]
        except (OSError, UnreadableError):
            return None

    def _guarded(self, text: str, write: Callable[[], None]) -> None:
        """Do this with the lock held; where it cannot be done, keep the text in memory and say so."""
        try:
            if self._refused:
                raise UnreadableError(self._refused)
            with self._busy, locked(self._lock):
                write()
        except OSError as error:
            self.problem = f"{self.path} cannot be written: {error.strerror or error}."
        except UnreadableError as error:
            self.problem = str(error)
        else:
            self.problem = ""
            return
        self.problem += " What you type is kept while the tutor is open, and it keeps trying to save."
        self.text = self.unsaved = text

    def _held(self) -> bytes | None:
        """What the file holds now, if it is there. Raises UnreadableError."""
        try:
            return self._load()
        except FileNotFoundError:
            return None

    def _put(self, text: str) -> None:
        data = self._form.encode(text)
        self._write(self.path.resolve(), data)  # a link stays a link
        self._take(data, text, self._form)
        self._stamp, self._read_at = self._stamped(), self._now()

    def _beside(self, label: str) -> Path:
        return self.path.with_name(f"{self.path.stem}.{label}{self.path.suffix}")

    def _lay_aside(self, label: str, data: bytes) -> Path:
        """Write a text beside the file: over what was laid there in the same conflict, never over anything else."""
        number, place = 1, self._beside(label)
        mine = self._asides.get(label)
        while place.exists() and (place, held := place.read_bytes()) != mine and held != data:
            number += 1
            place = self._beside(f"{label}-{number}")
        self._write(place, data)
        self._asides[label] = place, data
        return place
