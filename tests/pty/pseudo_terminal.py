"""The tutor in a real terminal, as far as the tutor can tell: a pseudo-terminal, and what a person would see on it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

PATIENCE = 30.0
"""Seconds after which what was waited for will not come."""


class PseudoTerminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(
        self,
        command: list[str],
        environ: Mapping[str, str],
        *,
        width: int = 100,
        height: int = 30,
        controlling: bool = True,
    ) -> None:
        """`controlling`: whether the program is told by a signal when the terminal goes away."""
        self._master, slave = pty.openpty()
        self.resize(width, height)
        self.attributes = termios.tcgetattr(slave)
        """How the terminal was set before the program began."""
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None,
        )
        os.close(slave)
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self.received = b""

    def resize(self, width: int, height: int) -> None:
        """Another size, of which the program is told as by any terminal."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        if hasattr(self, "_screen"):
            self._screen.resize(height, width)
            os.kill(self.process.pid, signal.SIGWINCH)

    def press(self, keys: str | bytes) -> None:
        """As if typed."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def read(self, seconds: float) -> bytes:
        """What comes within this time, or until the program closes its side; b'' where nothing does."""
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return b""
        self.received += data
        self._stream.feed(self.understood(data))
        return data

    def understood(self, data: bytes) -> bytes:
        """What of it is text; of a terminal that knows more than pyte does, the rest is not."""
        return data

    @property
    def text(self) -> str:
        """The screen as it now is."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, seen: Callable[[str], bool]) -> None:
        """Read until the screen is as wanted. Fails with the screen where it never is."""
        deadline = time.monotonic() + PATIENCE
        while not seen(self.text):
            assert time.monotonic() < deadline, f"never came; the screen is\n{self.text}"
            self.read(0.05)

    def wait_for_processes(self, count: int) -> set[int]:
        """Read until at least `count` processes came of the program; those."""
        self.wait_for(lambda _: len(descendants(self.process.pid)) >= count)
        return descendants(self.process.pid)

    def wait_until_quiet(self, seconds: float) -> None:
        """Read until nothing comes for this long."""
        deadline = time.monotonic() + PATIENCE
        while self.read(seconds):
            assert time.monotonic() < deadline, "it never falls silent"

    def drain(self) -> None:
        """Read all that is still to come from a program that ends."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None or self.read(0):
            assert time.monotonic() < deadline, "it does not end"
            self.read(0.02)

    def mode(self) -> list[object]:
        """How the terminal is set now."""
        return termios.tcgetattr(self._master)

    def hang_up(self) -> None:
        """The terminal goes away: what a dropped SSH line or a closed window does."""
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        """End the program, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._master >= 0:
            os.close(self._master)


def descendants(process: int) -> set[int]:
    """The processes that came of this one, and of those, as far as they still hang together."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # ended meanwhile
                continue
            parents[int(entry.name)] = int(fields[1])
    found: set[int] = set()
    layer = {process}
    while layer := {child for child, parent in parents.items() if parent in layer} - found:
        found |= layer
    return found


def alive(process: int) -> bool:
    """Whether a process is there and has not ended; one that only waits to be noticed has ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def wait_until_gone(processes: set[int], seconds: float) -> set[int]:
    """Those that are still there after this time; returns as soon as none is."""
    deadline = time.monotonic() + seconds
    while (left := {process for process in processes if alive(process)}) and time.monotonic() < deadline:
        select.select([], [], [], 0.01)
    return left


TUTOR = [sys.executable, "-m", "tutor"]


def open_with(
    home: Path,
    *arguments: str,
    width: int = 100,
    height: int = 30,
    controlling: bool = True,
    kind: type[PseudoTerminal] = PseudoTerminal,
    **changed: str,
) -> PseudoTerminal:
    """The tutor on a capable terminal, what it keeps in `home`; `changed` are variables of its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME", "VIRTUAL_ENV") if name in os.environ}
    usual = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "PYTORCH_TUTOR_HOME": str(home)}
    environ = kept | usual | changed
    return kind([*TUTOR, *arguments], environ, width=width, height=height, controlling=controlling)
