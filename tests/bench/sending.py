"""What goes down the line to the terminal, and how a slow line is lived with."""

from __future__ import annotations

import re
import select
import time
from collections.abc import Callable
from statistics import median

from tests.bench.figures import Figure, percentile
from tests.bench.opened import BENCH, RUN, SHORT, TRAINING, Opened, opened

BOUNDARY = 14
"""The screen of the gallery."""
SLOW = 25_000
"""Bytes a second of a slow line."""


def line_bytes(seconds: float = 10.0) -> list[Figure]:
    """The laboratory of the learning rate at 10 charts a second on 100×30; and screens on which nothing changes."""
    with opened("learning_rate") as terminal:
        terminal.turn_to(2)
        terminal.press("\x1b")
        terminal.wait_until_quiet(0.3)
        terminal.set_steps(1000)
        terminal.press(RUN)
        terminal.wait_for(lambda text: "running" in text)
        _count(terminal, 2.0)
        training = _count(terminal, seconds) / seconds
        terminal.press("s")
        terminal.wait_for(lambda text: "running" not in text)
        idle = {"the laboratory": _idle(terminal)}
    with opened(*BENCH) as terminal:
        terminal.turn_to(SHORT)
        terminal.press("\r")
        terminal.wait_for(lambda text: "your own rights" not in text)  # said once, and for a while
        idle["a cell being edited"] = _idle(terminal)
        terminal.press("\x1b")
        terminal.wait_until_quiet(0.5)
        terminal.press("\x1b")
        terminal.wait_for(lambda text: "enter open" in text)
        idle["home"] = _idle(terminal)
    return [
        Figure("bytes to the terminal, laboratory", training / 1e3, "KB/s", 12, detail="100×30, truecolor"),
        _boundary_bytes(),
        Figure("bytes when nothing changes", max(idle.values()), "B/s", 0, detail=f"{', '.join(idle)}"),
    ]


def _boundary_bytes(seconds: float = 10.0) -> Figure:
    """The view that changes most from frame to frame: a plane that a network divides as it learns, on all of 100×30."""
    with opened("gallery") as terminal:
        terminal.turn_to(BOUNDARY)
        terminal.press(RUN)
        terminal.wait_for(lambda text: "ready" not in text.splitlines()[-2] and "loss" in text)
        terminal.press("f")
        sent = _count(terminal, seconds) / seconds
    detail = f"the boundary of a network that learns, on the whole screen, in its first {seconds:.0f} s"
    return Figure("bytes to the terminal, where all changes", sent / 1e3, "KB/s", 12, detail=detail)


def _idle(terminal: Opened, seconds: float = 3.0) -> float:
    terminal.wait_until_quiet(0.7)
    return _count(terminal, seconds) / seconds


def _count(terminal: Opened, seconds: float) -> int:
    before, end = len(terminal.received), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        terminal.read(left)
    return len(terminal.received) - before


class SlowLine:
    """Reads from a terminal no faster than a slow line carries; what is not read waits, and in the end the tutor."""

    def __init__(self, terminal: Opened, rate: int = SLOW) -> None:
        self.terminal, self.rate = terminal, rate
        self._credit, self._last = 0.0, time.monotonic()

    def until(self, seen: Callable[[str], bool], seconds: float) -> float:
        """Read until the screen is as wanted or this time is over; when the bytes that made it so had come."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            self._credit = min(self._credit + (now - self._last) * self.rate, self.rate * 0.02)
            self._last = now
            if self._credit >= 1 and (count := self.terminal.read_some(int(self._credit))):
                self._credit -= count
                if seen(self.terminal.text):
                    return now
            select.select([], [], [], 0.004)
        return time.monotonic()

    def idle(self, seconds: float) -> None:
        """Read on for this long."""
        self.until(lambda _: False, seconds)


def slow_line(rounds: int = 30) -> list[Figure]:
    """Keys that move the rate while a training runs at full pace, on a line of 25 KB/s."""
    with opened(*BENCH, SSH_CONNECTION="there") as terminal:
        terminal.turn_to(TRAINING)
        terminal.set_steps(10_000_000)
        terminal.full_pace()
        terminal.press(RUN)
        line = SlowLine(terminal)
        line.until(lambda text: "▶ running" in text and re.search(r"─step [1-9]", text) is not None, 20.0)
        line.idle(3.0)
        taken = []
        for number in range(rounds):
            before, pressed = _rate(terminal.text), time.monotonic()
            terminal.press("]["[number // 3 % 2])
            answered = line.until(lambda text, before=before: _rate(text) != before, 5.0)  # type: ignore[misc]
            taken.append((answered - pressed) * 1e3)
            line.idle(0.13 + 0.01 * (number % 7))
    detail = f"p95 of {rounds} keys; median {median(taken):.0f} ms, longest {max(taken):.0f} ms"
    return [Figure("slow line (25 KB/s): keys answered in training", percentile(taken, 0.95), "ms", 100, detail=detail)]


def _rate(text: str) -> str:
    found = re.search(r"learning rate .*▸ ([\d.]+)", text)
    return found[1] if found else ""
