"""Small JSON files that two sessions at once and a crash cannot spoil."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

FORMAT = 1
"""Of the files; raised when an older tutor could no longer make sense of them."""
LOCK_PATIENCE = 2.0
"""Seconds after which a lock that another process holds is given up for now."""

Writer = Callable[[Path, bytes], None]


class Kept(msgspec.Struct):
    """The base of what a file holds."""

    format: int = FORMAT


K = TypeVar("K", bound=Kept)


def write_atomically(path: Path, data: bytes) -> None:
    """Write the whole file or leave the old one as it is. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):  # the first error is the one to tell of
            temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def locked(path: Path, patience: float = LOCK_PATIENCE) -> Iterator[None]:
    """Hold the lock that this file stands for. Raises TimeoutError where another process does not let it go.

    Where the system or the file system has no such locks, there is none.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise TimeoutError(f"another program is using {path}") from None
                time.sleep(0.005)
            except OSError:  # no locks here, as on some network file systems
                break
        yield


class JsonFile(Generic[K]):
    """One file: what it holds as this session sees it, and the changes that are not yet on disk.

    `value` belongs to the thread that made the object; `flush` may be called from any. On disk a change is made to
    what the file then holds, so that nobody's changes are lost.
    """

    def __init__(self, path: Path, kind: type[K], lock: Path, *, write: Writer = write_atomically) -> None:
        self.path = path
        self.problems: list[str] = []
        """What was found wrong with the file, in words for the user."""
        self._lock = lock
        self._write = write
        self._decoder = msgspec.json.Decoder(kind)
        self._new = kind
        self._pending: list[Callable[[K], None]] = []
        self._guard = threading.Lock()
        """Held for no longer than a list is changed: a screen never waits for a disk."""
        self._flushing = threading.Lock()
        self._good: bytes | None = None
        """What the file last held as far as this session knows: what is left if it goes bad meanwhile."""
        self._newer = False
        self.value: K = self._load()

    @property
    def saved(self) -> bool:
        """Whether everything is on disk."""
        return not self._pending

    @property
    def data(self) -> bytes:
        """What the file should hold, as this session sees it."""
        return msgspec.json.format(msgspec.json.encode(self.value), indent=1)

    def change(self, what: Callable[[K], None]) -> None:
        """Make a change, in memory now and on disk at the next flush."""
        what(self.value)
        with self._guard:
            self._pending.append(what)

    def flush(self) -> None:
        """Bring the changes to disk. Raises OSError, and then they are kept for the next time."""
        with self._flushing:
            with self._guard:
                pending = list(self._pending)
            if not pending:
                return
            with locked(self._lock):
                value = self._read(set_aside=True)
                if self._newer:
                    raise OSError(f"{self.path.name} was written by a newer pytorch-tutor and is left alone")
                for what in pending:
                    what(value)
                data = msgspec.json.format(msgspec.json.encode(value), indent=1)
                self._write(self.path, data)
            self._good = data
            with self._guard:
                del self._pending[: len(pending)]

    def _load(self) -> K:
        """What the file holds at first; a damaged file is moved away as soon as it can be."""
        try:
            return self._read(set_aside=False)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass  # looked at again under the lock, since another session may be mending it just now
        except OSError as error:
            self.problems.append(f"{self.path} cannot be read: {error.strerror}")
            return self._new()
        try:
            with locked(self._lock):
                return self._read(set_aside=True)
        except OSError as error:
            self.problems.append(f"{self.path} is damaged and could not be moved away: {error}")
            return self._new()

    def _read(self, *, set_aside: bool) -> K:
        """What the file holds now. Raises msgspec.DecodeError where it is damaged and cannot be moved away."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return self._new()
        except NotADirectoryError:
            return self._new()  # writing will say so
        try:
            if msgspec.json.decode(data, type=Kept).format > FORMAT:
                if not self._newer:
                    self.problems.append(f"{self.path} was written by a newer pytorch-tutor; it is left as it is")
                self._newer = True
                return self._new()
            value = self._decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            if not set_aside:
                raise
            aside = self._free_name()
            self.path.replace(aside)
            self.problems.append(f"{self.path} could not be read and was moved away, to {aside.name}")
            return self._decoder.decode(self._good) if self._good is not None else self._new()
        self._good = data
        return value

    def _free_name(self) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{number}")).exists():
            number += 1
        return aside
