"""A file as it is read: its text, and why it cannot be opened where it cannot, in one sentence."""

from __future__ import annotations

import errno
import hashlib
import io
import stat
import tokenize
from pathlib import Path

import msgspec

LARGEST = 1 << 30
"""Bytes. Notebooks carry their pictures with them, and grow to some hundred million."""
LARGEST_TEXT = 20_000_000
"""Bytes of a text: there is no program of this size, only data."""
MOST_CELLS = 20_000
"""No more cells than this are opened: with each run, the texts of all those above it go to the kernel."""

_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
"""What a text in these encodings may begin with."""


def words(*lines: str) -> frozenset[str]:
    """The words of these lines."""
    return frozenset(" ".join(lines).split())


class OpeningError(Exception):
    """A file that cannot be opened, or not be written; the message says why, and what to do, in one sentence."""


class NothingToRunError(OpeningError):
    """A file that could be opened if there were a cell in it."""


class Part(msgspec.Struct, frozen=True):
    """A text or a code cell, as it stands in the file."""

    text: str
    line: int
    """The line of the file, from 1, on which it begins; 1 in a notebook, whose lines nobody sees."""
    form: str = ""
    """Of a text: 'markdown' or 'rest'. '' is a code cell."""
    title: str = ""
    tags: frozenset[str] = frozenset()
    index: int = -1
    """Which cell of the notebook it is."""
    stored: str = ""
    """What the notebook has of its outputs, in words."""
    attached: frozenset[str] = frozenset()
    """The names of pictures that the notebook has in the cell itself."""


def contents(path: Path) -> bytes:
    """All that is in the file. Raises OpeningError."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise OpeningError(f"{path} is a folder.")
        if not stat.S_ISREG(found.st_mode):
            raise OpeningError(f"{path} is no ordinary file.")
        if found.st_size > LARGEST:
            raise OpeningError(f"{path} has {found.st_size / 1e9:.1f} GB; files up to 1 GB can be opened.")
        return path.read_bytes()
    except FileNotFoundError:
        raise OpeningError(f"There is no file {path}.") from None
    except OSError as error:
        raise OpeningError(f"{path} {unreadable(error)}.") from None


def unreadable(error: OSError) -> str:
    """Why something cannot be read, in words that follow its name."""
    if error.errno == errno.ELOOP:
        return "is a link that leads back to itself"
    return f"cannot be read: {error.strerror or error}"


def reject_encoding(path: Path, data: bytes) -> None:
    """Raises OpeningError for a text in an encoding that is not read."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        raise OpeningError(f"{path} is {marked}, which Python does not read either; save it as UTF-8.")


def text_of(path: Path, data: bytes) -> str:
    """The text in these bytes of a file, in the encoding that it names. Raises OpeningError."""
    reject_encoding(path, data)
    if b"\0" in data[:65536]:
        raise OpeningError(f"{path} is no text: it has NUL bytes.")
    if len(data) > LARGEST_TEXT:
        raise OpeningError(f"{path} has {len(data) / 1e6:.0f} MB of text; scripts up to 20 MB can be opened.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, LookupError):
        raise OpeningError(f"{path} names an encoding that Python does not know, or is not UTF-8.") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise OpeningError(f"{path} is not {error.encoding.upper()} text: line {line} has other bytes.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fingerprint_of(data: bytes) -> str:
    """What tells one state of a file from another."""
    return hashlib.blake2b(data, digest_size=5).hexdigest()


class Watched:
    """A file as it was when it was read, to be told when it is another."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        """`fingerprint` is of what was read."""
        self._path = path
        self._fingerprint = fingerprint
        self._seen = _state(path)

    def is_new(self) -> bool:
        """Whether it has changed since this was asked last; one that is gone, or was written as it was, has not."""
        if (state := _state(self._path)) == self._seen or state is None:
            return False
        self._seen = state
        try:
            now = fingerprint_of(contents(self._path))
        except OpeningError:
            return False
        self._fingerprint, before = now, self._fingerprint
        return now != before


def _state(path: Path) -> tuple[int, int] | None:
    """When it was written and how long it is; None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
