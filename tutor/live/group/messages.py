"""What a rank and the process that started it say to one another, and the line that they say it on."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

import msgspec

from tutor.views.kinds import View
from tutor.views.scalar import Scalar


class _Message(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The base of what is said."""


class Reported(_Message, frozen=True):
    """Reports of one or more steps."""

    names: tuple[str, ...]
    rows: bytes
    """Float64, row after row: the step, and a value for each name."""


class Begun(_Message, frozen=True):
    """A loop begins that is in no other."""

    count: int
    """How many steps it has."""


class Wanted(_Message, frozen=True):
    """The rank is in the last step that was granted, or has taken it, and asks for a `Granted`."""

    tick: int
    """How many steps it will have taken by then, of whatever loops."""
    step: int
    """The one that it would take."""
    waits: bool
    """Whether it stands until it may; all that it had to say has been said."""


class Declared(_Message, frozen=True):
    """There is a control."""

    name: str
    default: Scalar


class Used(_Message, frozen=True):
    """A step has read this value of a control, for the first time."""

    name: str
    default: Scalar
    value: Scalar
    step: int


class Drawn(_Message, frozen=True):
    """A view."""

    name: str
    view: View


class Reached(_Message, frozen=True):
    """The milestone is reached."""

    result: str


class Finished(_Message, frozen=True):
    """The rank's function has returned."""

    result: bytes
    """Pickled."""


class Failed(_Message, frozen=True):
    """The rank's function has raised."""

    words: str
    """The exception as Python prints it, without its way."""
    way: str
    """The traceback."""
    error: bytes | None
    """The exception, where it can be pickled."""
    of_group: bool
    """Whether it says no more than that another rank is gone, or does not come."""
    late: bool
    """Whether it waited in vain."""


class Granted(_Message, frozen=True):
    """To all ranks: they may take steps until they have taken so many, with these values of the controls."""

    until: int
    controls: dict[str, Scalar]


FromRank = Reported | Begun | Wanted | Declared | Used | Drawn | Reached | Finished | Failed

_encode = msgspec.msgpack.Encoder().encode
_from_rank: msgspec.msgpack.Decoder[FromRank] = msgspec.msgpack.Decoder(FromRank)
_granted: msgspec.msgpack.Decoder[Granted] = msgspec.msgpack.Decoder(Granted)


def say(sock: socket.socket, message: _Message) -> None:
    """Send a message, waiting until it is out."""
    body = _encode(message)
    sock.sendall(struct.pack(">Q", len(body)) + body)


def granted(sock: socket.socket) -> Granted:
    """Wait for the next one. Raises EOFError where nobody is there to grant it."""
    (length,) = struct.unpack(">Q", _exactly(sock, 8))
    return _granted.decode(_exactly(sock, length))


def _exactly(sock: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise EOFError("the process that started this rank is gone")
        data += part
    return data


class Heard:
    """What comes from a rank, cut into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[FromRank]:
        """The messages that are completed by `data`."""
        self._buffer += data
        while len(self._buffer) >= 8:
            (length,) = struct.unpack_from(">Q", self._buffer)
            if len(self._buffer) < 8 + length:
                return
            body = bytes(self._buffer[8 : 8 + length])
            del self._buffer[: 8 + length]
            yield _from_rank.decode(body)
