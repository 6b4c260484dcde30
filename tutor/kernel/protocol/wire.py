"""What the host and the processes of a session say to one another, beside the messages that travel on to the tutor.

A session is a stack of processes ("levels"). Each level has a channel of its own to the host, so that killing one
can tear no other's frame. New channels and output pipes travel as file descriptors beside `Forked` and `InPlace`.
"""

from __future__ import annotations

import struct

import msgspec

from tutor.kernel.protocol.checks import Check, Checked, Trained
from tutor.kernel.protocol.events import (
    Awaited,
    ControlUsed,
    Failure,
    Held,
    Inspected,
    Loop,
    Reached,
    Shown,
    Status,
    Steps,
)
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.requests import Cell, Inspect, Pause, Resume, SetControl, SetPace, Step
from tutor.views.scalar import Scalar


class Birth(Message, frozen=True):
    """To a base: what it needs to know before it can run anything."""

    device: str
    seed: int
    memory: int | None
    """Bytes of address space beyond the present; None for a session with a GPU."""
    folder: str
    """The work folder: the current directory of its cells."""
    forks: bool
    course: str = ""
    """The folder of the course on this side; '' is the tutor's own. Its files are read where a cell asks for them."""
    title: str = ""
    """As in `Hello`."""
    file: str = ""
    """As in `Open`."""


class Execute(Message, frozen=True):
    """To the top level: run a cell, in a fork of yourself where that is safe."""

    session: int
    run: int
    cell: Cell
    controls: dict[str, Scalar]
    pace: float | None = None
    paused: bool = False


class Prepare(Message, frozen=True):
    """To a base: have a process ready for an answer, a fork of yourself where that is safe."""

    rehearse: bool
    """Whether to judge a trivial answer first, so that the real one finds all it needs in memory of its own."""
    exercise: str = ""
    tests: str = ""
    """The checks to be ready for, as in `Check`; '' where that is not known."""


class Prepared(Message, frozen=True):
    """The process is ready for an answer."""


class Judge(Message, frozen=True):
    """To a process that was prepared, for these checks or for any: judge an answer."""

    check: Check
    token: str
    """Comes back with the verdict. It stands nowhere that an answer would look by accident."""


class Born(Message, frozen=True):
    """The base of a session is ready for its first cell."""


class Forked(Message, frozen=True):
    """A child runs the cell. With it come its channel and the reading ends of its stdout and stderr."""

    pid: int


class InPlace(Message, frozen=True):
    """The level itself runs the cell, for it cannot be forked. With it come the ends of its stdout and stderr."""


class Returned(Message, frozen=True):
    """The level's child is gone, and the level is the top again."""

    status: int
    """As `os.waitpid` gives it."""


class Ended(Message, frozen=True):
    """The cell came to an end that its own process could tell of."""

    status: Status
    seconds: float
    failure: Failure | None = None
    used: dict[str, Scalar] = msgspec.field(default_factory=dict)
    defaults: dict[str, Scalar] = msgspec.field(default_factory=dict)
    """The defaults of the controls in `used`."""
    children: tuple[int, ...] = ()
    """Processes that the cell started and left running."""
    exits: bool = False
    """It asked for the end of its program, in good order: what stands below it is not run."""


class Judged(Message, frozen=True):
    """The verdict, from the process that the answer ran in."""

    token: str
    checked: Checked


class JudgedSoFar(Message, frozen=True):
    """The training that a check judges was measured once more."""

    token: str
    trained: Trained


ToSession = Birth | Execute | Prepare | Judge | Inspect | SetControl | SetPace | Pause | Resume | Step
FromSession = (
    Born
    | Forked
    | InPlace
    | Returned
    | Ended
    | Prepared
    | Judged
    | JudgedSoFar
    | Loop
    | Steps
    | Shown
    | Reached
    | Awaited
    | ControlUsed
    | Inspected
    | Held
)

_encoder = msgspec.msgpack.Encoder()
_to_session: msgspec.msgpack.Decoder[ToSession] = msgspec.msgpack.Decoder(ToSession)
_from_session: msgspec.msgpack.Decoder[FromSession] = msgspec.msgpack.Decoder(FromSession)


def encode(message: Message) -> bytes:
    """The message as one frame."""
    body = _encoder.encode(message)
    return struct.pack(">I", len(body)) + body


def decode_to_session(body: bytes) -> ToSession:
    """A frame's body as a session reads it. Raises msgspec.DecodeError on anything else."""
    return _to_session.decode(body)


def decode_from_session(body: bytes) -> FromSession:
    """A frame's body as the host reads it. Raises msgspec.DecodeError on anything else."""
    return _from_session.decode(body)
