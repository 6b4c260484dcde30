"""The tutor opened in a pseudo-terminal for the bench: keys in, and when what was wanted stood on the screen."""

from __future__ import annotations

import json
import os
import select
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.pty.pseudo_terminal import PATIENCE, TUTOR, PseudoTerminal

HERE = Path(__file__).parent
COURSE = HERE / "course"
BENCH = ("bench", "--course", str(COURSE))
RUN = "\x12"  # ctrl+r
SHORT, TRAINING, MILLION = 1, 2, 3
"""The screens of the bench's lesson."""


class Opened(PseudoTerminal):
    """A program on a pseudo-terminal; what comes is stamped with its time."""

    def __init__(self, command: Sequence[str], folder: Path, *, size: tuple[int, int], **environ: str) -> None:
        self.folder = folder
        kept = {
            name: os.environ[name]
            for name in ("PATH", "PYTHONPATH", "HOME", "LANG", "VIRTUAL_ENV")
            if name in os.environ
        }
        variables = kept | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "PYTORCH_TUTOR_HOME": str(folder / "home"),
            "TOLD": str(folder / "told"),
            "LATE": str(folder / "late"),
        }
        self._unseen = bytearray()
        self.begun = time.monotonic()
        super().__init__(list(command), variables | environ, width=size[0], height=size[1])

    def seen_at(self, seen: Callable[[str], bool]) -> float:
        """When the bytes had come that made the screen as wanted, on the monotonic clock.

        Bytes are taken as they come and looked at afterwards, so that looking delays none.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = None
            for at, data in list(self._arrivals()):
                self._take(data)
                if found is None and seen(self.text):
                    found = at
            if found is not None:
                return found
        raise TimeoutError(f"never came; the screen is\n{self.text}")

    def last_came(self, quiet: float) -> float:
        """When the last byte came before it fell quiet for so long, on the monotonic clock. Raises where none did."""
        last: float | None = None
        while select.select([self._master], [], [], quiet)[0]:
            for at, data in self._arrivals():
                self._take(data)
                last = at
        if last is None:
            raise TimeoutError(f"nothing came; the screen is\n{self.text}")
        return last

    @property
    def text(self) -> str:
        """The screen as it now is; worked out only when asked for, so that a program that is watched is not slowed."""
        self._stream.feed(bytes(self._unseen))
        self._unseen.clear()
        return super().text

    def read(self, seconds: float) -> bytes:
        """What comes within this time; b'' where nothing does."""
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return b""
        self._take(data)
        return data

    def _take(self, data: bytes) -> None:
        self.received += data
        self._unseen += data

    def _arrivals(self) -> Iterator[tuple[float, bytes]]:
        wait = 0.05
        while select.select([self._master], [], [], wait)[0]:
            try:
                data = os.read(self._master, 1 << 16)
            except OSError as error:
                raise RuntimeError(f"the program ended; the screen was\n{self.text}") from error
            yield time.monotonic(), data
            wait = 0.0

    def read_some(self, count: int) -> int:
        """Take no more than so many bytes of what is there, and do not wait; how many there were."""
        if not select.select([self._master], [], [], 0)[0]:
            return 0
        data = os.read(self._master, count)
        self._take(data)
        return len(data)

    def turn_to(self, screen: int) -> None:
        """The screen of the lesson with this number, from 1, once torch is ready."""
        self.wait_for(lambda text: "1/" in text and "starting" not in text)
        for number in range(2, screen + 1):
            self.press("n")
            self.wait_for(lambda text, number=number: f"{number}/" in text)  # type: ignore[misc]
        self.wait_until_quiet(0.5)

    def set_steps(self, count: int) -> None:
        """Type the number of steps, on a screen that has a learning rate and it."""
        self.press("c=")
        self.wait_for(lambda text: " (10 to " in text)
        self.press(f"{count}\r")  # the field's text is selected: this takes its place
        self.wait_for(lambda text: f"▸ {count}" in text)
        self.press("c")

    def full_pace(self) -> None:
        """As fast as it goes."""
        self.press("++")
        self.wait_for(lambda text: "full" in text)

    def told(self) -> Any:
        """What the cell wrote when it came to its end; waits for it, reading on as a terminal does."""
        path, deadline = self.folder / "told", time.monotonic() + 4 * PATIENCE
        while not (path.exists() and path.stat().st_size):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the cell never ended; the screen is\n{self.text}")
            self.read(0.02)
        text = path.read_text()
        path.unlink()
        return json.loads(text)

    def processor_time(self) -> float:
        """Seconds of processor time that the program itself has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float:
        """MB of memory that the program has resident now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024 / 1e6


@contextmanager
def opened(
    *arguments: str,
    size: tuple[int, int] = (100, 30),
    program: Sequence[str] = TUTOR,
    **environ: str,
) -> Iterator[Opened]:
    """The tutor (or another program) with a home of its own; ended afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Opened([*program, *arguments], Path(folder), size=size, **environ)
        try:
            yield terminal
        finally:
            terminal.close()


def script(name: str) -> list[str]:
    """The command that runs one of the bench's own programs."""
    return [sys.executable, "-P", str(HERE / name)]
