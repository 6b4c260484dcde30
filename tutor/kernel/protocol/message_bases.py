"""What all messages have in common: their base, those of what is told of a session, and how far a session may go."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, tag=True, tag_field="type"):
    """The base of every message."""


class Limits(msgspec.Struct, frozen=True):
    """What a session may use. None means no limit."""

    seconds: float | None = 600.0
    """Wall-clock time of one cell or check; time spent paused is not counted."""
    memory: int | None = 4 * 1024**3
    """Bytes of address space beyond what the warm host has; not applied to sessions with a GPU."""
    output: int = 1_000_000
    """Bytes of standard output and error together that stay on the screen, for one cell or check."""


OF_FILES = Limits(seconds=None, memory=None, output=10_000_000)
"""For files of others, whose trainings may take hours and all of the machine, as if Python had been started with
them."""


class SessionEvent(Message, frozen=True):
    """The base of what is told of one session."""

    session: int


class RunEvent(SessionEvent, frozen=True):
    """The base of what is told of one run of a session's cells."""

    run: int


class CellEvent(RunEvent, frozen=True):
    """The base of what is told of one cell in a run."""

    cell: int
