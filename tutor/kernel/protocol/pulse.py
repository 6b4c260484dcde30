"""The heartbeat between the tutor and its kernel: a line that goes dead without ending is noticed at both its ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

BEAT = 2.0
"""Seconds between two signs of life."""
SILENCE = 120.0
"""Seconds without one after which a kernel ends, where nobody has chosen otherwise."""
QUIET = 5.0
"""Seconds of silence that are worth a word to the learner."""
TICK = 1.0
"""Seconds between two looks at whether the kernel is heard of."""
SETTING = "PYTORCH_TUTOR_SILENCE"
"""The tutor's setting: seconds, or 'never'."""

Phase = Literal["reaching", "warming", "ready"]
"""What the tutor waits for: the kernel's first word, torch, an answer."""


class Quiet(msgspec.Struct, frozen=True):
    """Made by the tutor's end of the line: nothing has come from the kernel for so long."""

    seconds: int
    """0 where it is heard again."""
    phase: Phase

    @property
    def text(self) -> str:
        """That, in words for a line on the screen; '' where it is heard."""
        if not self.seconds:
            return ""
        said = {
            "reaching": "waiting for the kernel, {} s",
            "warming": "torch is starting, {} s",
            "ready": "no answer for {} s",
        }
        return said[self.phase].format(self.seconds)


class Pulse:
    """When the other end was heard last. Time in which this end did not look itself is not held against the other."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._heard = self._looked = clock()

    def heard(self) -> None:
        """Something has come from the other end: it is there."""
        self._heard = self._clock()

    def silence(self, *, look: float = math.inf) -> float:
        """Seconds since something came; this is asked every `look` seconds at least, unless this end stood still."""
        now = self._clock()
        if now - self._looked > 3 * look:
            self._heard = now
        self._looked = now
        return now - self._heard


class Heartbeat:
    """The tutor's side of it: beats when one is due, and tells of a silence, every second, from `QUIET` seconds on."""

    def __init__(
        self, clock: Callable[[], float], beat: Callable[[], object], on_quiet: Callable[[Quiet], object]
    ) -> None:
        self.on_quiet = on_quiet
        """Told when the seconds of a silence change; with 0 of them when the kernel is heard again."""
        self.phase: Phase | None = "reaching"
        """What is waited for; None for nothing any more."""
        self._clock, self._beat = clock, beat
        self._pulse = Pulse(clock)
        self._due = 0.0
        self._told = 0

    def begin(self) -> None:
        """The kernel is being started."""
        self._pulse.heard()

    def heard(self) -> None:
        """Something came. Until torch is there that is no answer: the seconds are those since the start."""
        if self.phase == "ready":
            self._pulse.heard()
            self._tell(0)

    def enter(self, phase: Phase | None) -> None:
        """Something else is waited for from now on."""
        self.phase = phase
        if phase in ("ready", None):
            self._pulse.heard()
            self._tell(0)

    def look(self) -> None:
        """What is to be done every `TICK` seconds."""
        if self.phase is None:
            return
        now = self._clock()
        if self.phase == "ready" and now >= self._due:
            self._due = now + BEAT
            self._beat()
        silent = self._pulse.silence(look=TICK)
        self._tell(int(silent) if silent >= QUIET else 0)

    def _tell(self, seconds: int) -> None:
        if seconds != self._told:
            self._told = seconds
            self.on_quiet(Quiet(seconds, self.phase or "ready"))


def seconds(text: str) -> float:
    """What was set, in seconds; 'never' is infinite. Raises ValueError saying what may be set."""
    try:
        value = math.inf if text.strip() == "never" else float(text)
    except ValueError:
        value = math.nan
    if not value > 0:
        raise ValueError(f"{text!r} is not a length of time; give a number of seconds, such as 3600, or 'never'")
    return value


def wished(environ: Mapping[str, str]) -> float | None:
    """The silence that the learner has set; None where nothing was. Raises ValueError."""
    text = environ.get(SETTING, "")
    return seconds(text) if text else None
