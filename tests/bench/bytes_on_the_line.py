"""Bytes that a terminal program sends: it runs in a pseudo-terminal, and what it writes is counted.

    python tests/bench/bytes_on_the_line.py

measures a growing loss curve drawn ten times a second on 100×30, and the same screen when nothing changes.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def bytes_per_second(
    command: Sequence[str],
    *,
    size: tuple[int, int] = (100, 30),
    settle: float = 3.0,
    seconds: float = 8.0,
    environ: Mapping[str, str] | None = None,
) -> float:
    """Bytes a second that `command` writes to a terminal of `size` (columns, rows), once it has run for `settle`.

    The program is ended afterwards. Raises RuntimeError where it ends by itself before that.
    """
    pid, line = pty.fork()
    if pid == 0:
        base = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        os.execvpe(command[0], list(command), {**os.environ, **base, **(environ or {})})
    try:
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        os.kill(pid, signal.SIGWINCH)
        _read_for(line, settle)
        begun = time.monotonic()
        count = _read_for(line, seconds)
        return count / (time.monotonic() - begun)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(line)


def _read_for(line: int, seconds: float) -> int:
    """Read what comes for so long, as a terminal would, and count it."""
    count, end = 0, time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if line in select.select([line], [], [], left)[0]:
            try:
                count += len(os.read(line, 65536))
            except OSError as error:
                raise RuntimeError("the program ended while its bytes were counted") from error
    return count


def chart(kind: str, *, size: tuple[int, int] = (100, 30), environ: Mapping[str, str] | None = None) -> float:
    """Bytes a second of a chart alone on the screen: kind 'growing' (a step at each redraw), 'path' or 'still'."""
    program = Path(__file__).with_name("growing_chart.py")
    return bytes_per_second([sys.executable, str(program), kind], size=size, environ=environ)


if __name__ == "__main__":
    for name in ("growing", "path", "still"):
        print(f"{name:8} {chart(name) / 1000:6.2f} KB/s")
