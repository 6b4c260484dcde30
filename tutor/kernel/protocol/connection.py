"""The line between the tutor and a kernel: its greeting, its number, what each end says of itself, and its devices."""

from __future__ import annotations

import re

import msgspec

from tutor import __version__
from tutor.kernel.protocol.message_bases import Message

PROTOCOL = 4
"""Raised whenever a message changes its meaning; both sides must agree."""


GREETING = re.compile(rb"pytorch-tutor-kernel protocol=(\d+) version=(\S+)\r?\n")


def greeting() -> bytes:
    """The line a kernel writes before its first frame; what a remote shell printed before it is skipped."""
    return f"pytorch-tutor-kernel protocol={PROTOCOL} version={__version__}\n".encode()


class Device(msgspec.Struct, frozen=True):
    """A device that torch can compute on."""

    name: str
    """As torch spells it: 'cpu', 'cuda:0', 'mps'."""
    label: str
    memory_total: int | None = None
    """Bytes."""
    memory_free: int | None = None
    """Bytes."""


class Hello(Message, frozen=True):
    """The tutor's first message; a kernel of another protocol answers `Refused` and ends."""

    protocol: int = PROTOCOL
    version: str = __version__
    silence: float | None = None
    """Seconds for which the kernel may hear nothing before it ends; None leaves that to the kernel."""
    course: str = ""
    """The folder of the course on the tutor's side; '' is the tutor's own, which lies in the package on either side."""
    title: str = ""
    """The title of another course, so that the kernel's side takes no other for it."""
    curves: bool = False
    """Whether reports are to be drawn: where the tutor cannot be reached for long, they are thinned, and nothing waits
    for it."""


class Beat(Message, frozen=True):
    """A sign of life: the tutor sends one every few seconds, the kernel answers each with one."""


class AskDevices(Message, frozen=True):
    """Ask which devices there are; answered by `Devices`, found out in a child so that the host stays clean."""


class Ready(Message, frozen=True):
    """The host is warm: from now on sessions start at once."""

    python: str
    torch: str
    cores: int
    seconds: float
    """From the start of the process until now."""
    forks: bool
    """Whether sessions are forked from the host (else each is a fresh process)."""
    hostname: str = ""
    problem: str = ""
    """Why nothing can run (torch is missing, say); '' where all is well."""
    compiler: str = ""
    """The C++ compiler that torch.compile would use on the CPU; '' where there is none."""


class Refused(Message, frozen=True):
    """The two sides do not speak the same protocol."""

    protocol: int
    version: str
    message: str


class Devices(Message, frozen=True):
    """The answer to `AskDevices`; the first is what 'auto' would choose."""

    devices: tuple[Device, ...]
    problem: str = ""


class Fault(Message, frozen=True):
    """Something that was asked cannot be done (an unknown device, no such session)."""

    message: str
    session: int | None = None
