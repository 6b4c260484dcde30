"""Messages between the tutor and its kernel: typed, versioned, length-prefixed msgpack, never pickles.

The kernel speaks first. It writes one line of greeting, then frames; the tutor writes frames only. A frame is
four bytes of length (big-endian) and then one message. A number that belongs to a step is a float64, and a run
of them travels as their little-endian bytes (`pack` and `unpack`), which costs eight bytes a number and no parsing.

The messages themselves: `connection`, `requests`, `events`, `checks`. Here is which of them go which way, and how.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from tutor.kernel.protocol.checks import CancelCheck, Check, Checked, Expect, TrainingMeasured
from tutor.kernel.protocol.connection import AskDevices, Beat, Devices, Fault, Hello, Ready, Refused
from tutor.kernel.protocol.events import (
    Awaited,
    CellFinished,
    CellStarted,
    ControlUsed,
    Held,
    Inspected,
    Loop,
    Opened,
    Output,
    Reached,
    RunFinished,
    Shown,
    Steps,
)
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.requests import (
    Close,
    Inspect,
    Interrupt,
    Open,
    Pause,
    Resume,
    Run,
    SetControl,
    SetPace,
    Step,
)

MAX_FRAME = 64 * 1024 * 1024
"""A longer frame is taken for noise on the line, not for a message."""


ToKernel = (
    Hello
    | Beat
    | AskDevices
    | Open
    | Run
    | SetControl
    | SetPace
    | Pause
    | Resume
    | Step
    | Interrupt
    | Inspect
    | Close
    | Check
    | Expect
    | CancelCheck
)


FromKernel = (
    Ready
    | Beat
    | Refused
    | Devices
    | Opened
    | CellStarted
    | Output
    | Loop
    | Steps
    | Shown
    | Reached
    | Awaited
    | ControlUsed
    | Inspected
    | Held
    | CellFinished
    | RunFinished
    | Checked
    | TrainingMeasured
    | Fault
)


_encoder = msgspec.msgpack.Encoder()


_to_kernel: msgspec.msgpack.Decoder[ToKernel] = msgspec.msgpack.Decoder(ToKernel)


_from_kernel: msgspec.msgpack.Decoder[FromKernel] = msgspec.msgpack.Decoder(FromKernel)


def encode(message: Message) -> bytes:
    """The message as one frame."""
    body = _encoder.encode(message)
    return struct.pack(">I", len(body)) + body


def decode_to_kernel(body: bytes | bytearray | memoryview) -> ToKernel:
    """A frame's body as the kernel reads it. Raises msgspec.DecodeError on anything else."""
    return _to_kernel.decode(body)


def decode_from_kernel(body: bytes | bytearray | memoryview) -> FromKernel:
    """A frame's body as the tutor reads it. Raises msgspec.DecodeError on anything else."""
    return _from_kernel.decode(body)


class Frames:
    """Cuts a stream of bytes into the bodies of its frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies completed by `data`. Raises ValueError where the stream is not one of frames."""
        self._buffer += data
        while len(self._buffer) >= 4:
            (length,) = struct.unpack_from(">I", self._buffer)
            if length > MAX_FRAME:
                raise ValueError(f"a frame of {length} bytes: the stream is not the kernel's")
            if len(self._buffer) < 4 + length:
                return
            body = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            yield body
