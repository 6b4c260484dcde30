"""What runs that are under way have reported, on the disk meanwhile: a tutor that is killed loses no curve.

Each run has two files beside the record of its lesson: its reports, and a lock that is held while it goes on. Where
nobody holds the lock, the run was cut off with its tutor, and the next one keeps it as an earlier run.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from tutor.learner.opened import FOLDER, HELD
from tutor.learner.run_reports import Columns, Head, cut_run, line, read
from tutor.learner.runs import TrainingRun
from tutor.learner.storage import FORMAT, Writer

REPORTS = ".reports"
GROWN = 1 << 20
"""Bytes from which on a file is thinned and written anew."""


def append(path: Path, data: bytes) -> None:
    """Add to a file that is there already. Raises OSError, and then a part of the data may be in it."""
    with path.open("r+b", buffering=0) as file:
        file.seek(0, os.SEEK_END)
        while data:
            data = data[file.write(data) :]


class Journal:
    """The reports of one run. `take` and `end` are for the thread of the screens, and wait for nothing; what writes is
    for another."""

    def __init__(self, folder: Path, slug: str, write: Writer, append: Writer, wake: Callable[[], None]) -> None:
        self.slug = slug
        self.waiting = False
        """Whether what was taken is not written yet; no more can be taken then."""
        self.empty = True
        """Whether nothing of the run is on the disk, so that all that there is is to be given next."""
        self.ended = False
        self._folder = folder
        self._write, self._append, self._wake = write, append, wake
        self._lock: Lock | None = None
        self._taken: tuple[Head, Columns, bool] | None = None
        self._head: Head | None = None
        """As the file has it."""
        self._torn = False
        """Whether the file may end in half a line."""
        self._grown = GROWN

    def take(self, head: Head, columns: Columns, *, whole: bool) -> None:
        """To be written next: what was reported since the last time; or, `whole`, all that there is."""
        self._taken, self.waiting = (head, columns, whole), True
        self._wake()

    def end(self) -> None:
        """The run is over, and is kept elsewhere."""
        self.ended = True
        self._wake()

    def flush(self) -> None:
        """Write what was taken. Raises OSError, and then it is kept for the next time."""
        if self._taken is None:
            return
        head, columns, whole = self._taken
        if self._lock is None:
            self._lock = Lock.new(self._folder, self.slug.removeprefix(FOLDER))
        if whole:
            self._write(self._lock.reports, line(columns, head.broken, head, whole=True))
            self.empty = False
        elif not self._add(self._lock.reports, head, columns):
            self.empty = True
        self._head, self._taken, self._torn, self.waiting = head, None, False, False

    def _add(self, path: Path, head: Head, columns: Columns) -> bool:
        """Add to the file; False where somebody has taken it away."""
        data = line(columns, head.broken, head if head != self._head else None, whole=False)
        try:
            self._append(path, b"\n" + data if self._torn else data)
            if path.stat().st_size > self._grown:
                known, all_of_it = read(path)
                data = line(all_of_it, head.broken, known or head, whole=True)
                self._write(path, data)
                self._grown = max(GROWN, 2 * len(data))
        except FileNotFoundError:
            return False
        except OSError:
            self._torn = True
            raise
        return True

    def remove(self) -> None:
        """Take the files away."""
        if self._lock is not None:
            self._lock.remove()


class Lock:
    """Says to other tutors that a run is under way. Where the file system has no locks, it names the process."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self.reports = path.with_suffix(REPORTS)
        self._fd = fd

    @classmethod
    def new(cls, folder: Path, name: str) -> Lock:
        """A lock with a name of its own, held. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            fd, path = tempfile.mkstemp(prefix=f"{name}.", suffix=HELD, dir=folder)
            if _locked(fd) is not False and os.fstat(fd).st_nlink:
                break
            os.close(fd)  # another tutor has found it before it was held, and taken it for one that was left
        with contextlib.suppress(OSError):  # of a full disk: where there are locks, nobody reads it
            os.write(fd, f"{socket.gethostname()} {os.getpid()}".encode())
        return cls(Path(path), fd)

    @classmethod
    def left(cls, path: Path) -> Lock | None:
        """The lock of a run whose tutor is gone, held from now on; None where another holds it. Raises OSError."""
        fd = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
        ours = _locked(fd)
        if _gone(os.read(fd, 1000)) if ours is None else ours:
            return cls(path, fd)
        os.close(fd)
        return None

    @property
    def slug(self) -> str:
        """Of the file whose run it is."""
        return FOLDER + self.path.name.rsplit(".", 2)[0]

    def remove(self) -> None:
        """Take it away, with the reports."""
        for path in (self.reports, self.path):
            with contextlib.suppress(OSError):  # the next tutor finds what is left, and tries again
                path.unlink(missing_ok=True)
        self.let_go()

    def let_go(self) -> None:
        """Hold it no more."""
        os.close(self._fd)


def _locked(fd: int) -> bool | None:
    """Whether the file could be locked; None where there are no locks, as on some network file systems."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _gone(owner: bytes) -> bool:
    """Whether a process that is named as in `Lock.new` is one of this machine and has ended."""
    host, _, number = owner.decode(errors="replace").rpartition(" ")
    if sys.platform == "win32" or host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


class NewerError(Exception):
    """A file is of a newer tutor."""


class Journals:
    """Those of the runs that are under way in one tutor, and those that other tutors have left."""

    def __init__(self, home: Path, write: Writer, wake: Callable[[], None], append: Writer = append) -> None:
        """`wake` is called, on the thread of the screens, when there is something for `flush` to do."""
        self.problems: list[str] = []
        """What was found wrong with files, in words for the user."""
        self._folder = home / FOLDER
        self._write, self._append, self._wake = write, append, wake
        self._open: list[Journal] = []
        self._left: list[Lock] = []
        """Of runs that were left, and are kept from now on; the files go once that is on the disk."""
        self._flushing = threading.Lock()

    def begin(self, slug: str) -> Journal:
        """A journal for a run; there are no files before it is given something."""
        journal = Journal(self._folder, slug, self._write, self._append, self._wake)
        self._open.append(journal)
        return journal

    def take_left(self) -> Iterator[tuple[str, str, TrainingRun]]:
        """(slug, key, run) of each run that was cut off with its tutor. When the next is asked for, the store has it;
        the files go at a `flush` after that."""
        for path in sorted(self._folder.glob(f"*{HELD}")):
            with contextlib.suppress(OSError):  # another tutor was quicker, or it cannot be read: it stays
                lock = Lock.left(path)
                if lock is None:
                    continue
                try:
                    head, columns = self._read(lock.reports)
                except (OSError, NewerError):
                    lock.let_go()
                    continue
                if head is not None:
                    yield lock.slug, head.key, cut_run(head, columns)
                self._left.append(lock)

    def _read(self, path: Path) -> tuple[Head | None, Columns]:
        """What a tutor has left. Raises OSError, and NewerError where that is not for us to read."""
        try:
            head, columns = read(path)
        except FileNotFoundError:
            return None, {}  # it was killed before it had written any
        if head is None:
            aside = path.with_suffix(f"{REPORTS}.damaged")
            path.replace(aside)
            self.problems.append(f"{path} could not be read and was moved away, to {aside.name}")
        elif head.format > FORMAT:
            self.problems.append(f"{path} was written by a newer pytorch-tutor; it is left as it is")
            raise NewerError
        return head, columns

    def flush(self, kept: Callable[[str], bool]) -> None:
        """Write what was taken; the files of runs that are over go where all that is known under their slug is `kept`.
        Raises OSError, and then all the same everything else was seen to."""
        problem: OSError | None = None
        with self._flushing:
            for journal in list(self._open):
                try:
                    if not journal.ended:
                        journal.flush()
                    elif kept(journal.slug):
                        journal.remove()
                        self._open.remove(journal)
                except OSError as error:
                    problem = error
            for lock in list(self._left):
                if kept(lock.slug):
                    lock.remove()
                    self._left.remove(lock)
        if problem is not None:
            raise problem
