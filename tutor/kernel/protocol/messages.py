"""Messages between the tutor and its kernel: typed, versioned, length-prefixed msgpack, never pickles.

The kernel speaks first. It writes one line of greeting, then frames; the tutor writes frames only. A frame is
four bytes of length (big-endian) and then one message. A number that belongs to a step is a float64, and a run
of them travels as their little-endian bytes (`pack` and `unpack`), which costs eight bytes a number and no parsing.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Literal

import msgspec

from tutor import __version__
from tutor.views.kinds import View
from tutor.views.packing import unpack
from tutor.views.scalar import Scalar

PROTOCOL = 4
"""Raised whenever a message changes its meaning; both sides must agree."""

MAX_FRAME = 64 * 1024 * 1024
"""A longer frame is taken for noise on the line, not for a message."""

GREETING = re.compile(rb"pytorch-tutor-kernel protocol=(\d+) version=(\S+)\r?\n")


def greeting() -> bytes:
    """The line a kernel writes before its first frame; what a remote shell printed before it is skipped."""
    return f"pytorch-tutor-kernel protocol={PROTOCOL} version={__version__}\n".encode()


Status = Literal["ok", "error", "interrupted", "timeout", "killed"]
Verdict = Literal["right", "wrong", "unfinished", "error", "timeout", "killed"]
"""What a check says of an answer; only 'right' is a pass."""


class Message(msgspec.Struct, frozen=True, tag=True, tag_field="type"):
    """The base of every message."""


# ---------------------------------------------------------------------------------------------- parts of messages


class Limits(msgspec.Struct, frozen=True):
    """What a session may use. None means no limit."""

    seconds: float | None = 600.0
    """Wall-clock time of one cell or check; time spent paused is not counted."""
    memory: int | None = 4 * 1024**3
    """Bytes of address space beyond what the warm host has; not applied to sessions with a GPU."""
    output: int = 1_000_000
    """Bytes of standard output and error together, for one cell or check."""


class Cell(msgspec.Struct, frozen=True):
    """One live cell of a lesson as it now stands in the learner's hands."""

    number: int
    """Its place among the code cells of the lesson, from 1."""
    source: str
    name: str = ""
    """The file name that its tracebacks carry, e.g. 'learning_rate/lesson.py'."""
    line: int = 1
    """The line of that file at which the source begins."""


class Frame(msgspec.Struct, frozen=True):
    """One line of a traceback that is the learner's own."""

    cell: int
    line: int
    """From 1, within the cell."""
    function: str
    text: str


class Failure(msgspec.Struct, frozen=True):
    """Why a cell did not come to its end, in words for a beginner."""

    message: str
    """The last line of the traceback, or what happened to the process."""
    kind: str = ""
    """The exception's class name, or '' where there was none."""
    line: int | None = None
    """The line within the cell that failed, from 1."""
    frames: tuple[Frame, ...] = ()
    explanation: str = ""
    """What it means and what to try, where the tutor knows."""


class Device(msgspec.Struct, frozen=True):
    """A device that torch can compute on."""

    name: str
    """As torch spells it: 'cpu', 'cuda:0', 'mps'."""
    label: str
    memory_total: int | None = None
    """Bytes."""
    memory_free: int | None = None
    """Bytes."""


# ------------------------------------------------------------------------------------------------ tutor to kernel


class Hello(Message, frozen=True):
    """The tutor's first message; a kernel of another protocol answers `Refused` and ends."""

    protocol: int = PROTOCOL
    version: str = __version__
    silence: float | None = None
    """Seconds for which the kernel may hear nothing before it ends; None leaves that to the kernel."""


class Beat(Message, frozen=True):
    """A sign of life: the tutor sends one every few seconds, the kernel answers each with one."""


class AskDevices(Message, frozen=True):
    """Ask which devices there are; answered by `Devices`, found out in a child so that the host stays clean."""


class Open(Message, frozen=True):
    """Begin a session: a lesson's namespace, fresh and seeded."""

    session: int
    device: str = "auto"
    seed: int = 0
    limits: Limits = Limits()


class Run(Message, frozen=True):
    """Run the last of `cells`, and before it those of the others that do not stand in memory as they are given.

    The session keeps what each cell led to as long as the cell, the cells above it and the controls it read stay
    the same. Earlier cells run at full pace; the last one is always run anew, at `pace`.
    """

    session: int
    run: int
    """A number of the tutor's own, repeated in every event of this run."""
    cells: tuple[Cell, ...]
    controls: dict[str, Scalar] = {}
    """Values the learner chose; a control that is not named has its default."""
    pace: float | None = None
    """Steps a second for the last cell; None is as fast as it goes."""
    paused: bool = False
    """Begin paused before the first step."""
    needed: tuple[int, ...] | None = None
    """The numbers of those cells that the last one needs; another is run only where it stands in memory already. None
    is all of them."""


class SetControl(Message, frozen=True):
    """A control was moved while a cell runs; the next step sees it."""

    session: int
    name: str
    value: Scalar


class SetPace(Message, frozen=True):
    """Steps a second for the running cell; None is as fast as it goes."""

    session: int
    pace: float | None


class Pause(Message, frozen=True):
    """Hold the running cell before its next step."""

    session: int


class Resume(Message, frozen=True):
    """Let a held cell go on."""

    session: int


class Step(Message, frozen=True):
    """Let a held cell take `count` steps and hold again; a running cell is held after them."""

    session: int
    count: int = 1


class Interrupt(Message, frozen=True):
    """Stop the running cell: SIGINT, and SIGKILL where that is not obeyed. What stood before it is kept."""

    session: int


class Inspect(Message, frozen=True):
    """Look at a name of the session's, as it stands now, and change nothing; answered by one `Inspected`.

    A cell that runs is asked between two of its steps, or answers when it is over.
    """

    session: int
    name: str = ""
    """A variable or a path from one ('model.weight', 'batches[0]'); '' asks which names there are."""


class Close(Message, frozen=True):
    """End a session and every process that came of it."""

    session: int


class Check(Message, frozen=True):
    """Judge an answer to an exercise; answered by one `Checked`. Everything travels in the message, no path does."""

    check: int
    """A number of the tutor's own, repeated in the answer."""
    exercise: str
    """The exercise's slug, which is also the name of the module that the answer becomes."""
    answer: str
    """The learner's text."""
    tests: str
    """The source of the pytest file."""
    starter: str = ""
    """What the learner was given: an answer that still has its blanks is unfinished."""
    seed: int = 0
    """Of the random inputs; another seed must lead to the same verdict."""
    device: str = "cpu"
    limits: Limits = Limits(seconds=10.0, memory=2 * 1024**3)
    may_change: tuple[str, ...] = ()
    """The inputs that an answer may change, by the names that they have in the starter."""
    more_seeds: tuple[int, ...] = ()
    """Judge it with these, too, each time from the beginning; where the kernel cannot, it comes back without."""


LEFT_ALONE = "leaves what it is given as it was"
"""The name of the check that comes with every exercise, and is listed only where it fails."""


class Expect(Message, frozen=True):
    """An answer to this exercise is likely to be the next: be ready for it. What comes may be another all the same."""

    exercise: str
    tests: str
    """As in `Check`."""


class CancelCheck(Message, frozen=True):
    """End a check; it is answered as 'killed'."""

    check: int


# ------------------------------------------------------------------------------------------------ kernel to tutor


class SessionEvent(Message, frozen=True):
    """The base of what is told of one session."""

    session: int


class RunEvent(SessionEvent, frozen=True):
    """The base of what is told of one run of a session's cells."""

    run: int


class CellEvent(RunEvent, frozen=True):
    """The base of what is told of one cell in a run."""

    cell: int


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


class Refused(Message, frozen=True):
    """The two sides do not speak the same protocol."""

    protocol: int
    version: str
    message: str


class Devices(Message, frozen=True):
    """The answer to `AskDevices`; the first is what 'auto' would choose."""

    devices: tuple[Device, ...]
    problem: str = ""


class Opened(SessionEvent, frozen=True):
    """A session is there; `device` is what was asked for, resolved ('auto' to 'cuda:1', say)."""

    device: str


class CellStarted(CellEvent, frozen=True):
    """A cell begins to run; `replayed` where it runs only because a later one needs it."""

    replayed: bool = False


class Output(CellEvent, frozen=True):
    """Text that the cell wrote; any characters at all, not markup, not to be obeyed."""

    stream: Literal["stdout", "stderr"]
    text: str


class Loop(CellEvent, frozen=True):
    """How far a loop of steps is: sent as it begins, and now and then from one that reports nothing."""

    step: int
    """The step that has begun, from 0."""
    count: int
    """How many steps the loop has."""


class Steps(CellEvent, frozen=True):
    """Reports of one or more steps of training, every one since the last such message."""

    names: tuple[str, ...]
    """The names of the columns, in the order in which the lesson reported them; 'loss[0.005]' is one of several
    losses reported together."""
    steps: bytes
    """Packed: the number of the step that each report belongs to, from 0."""
    columns: tuple[bytes, ...]
    """Packed, one for each name."""

    def rows(self) -> Iterator[tuple[int, dict[str, float]]]:
        """Each report as (step, values by name)."""
        columns = [unpack(column) for column in self.columns]
        for index, step in enumerate(unpack(self.steps)):
            yield int(step), {name: column[index] for name, column in zip(self.names, columns, strict=True)}


class Shown(CellEvent, frozen=True):
    """A value that the cell shows. A later one of the same name in the same cell takes its place."""

    name: str
    """What the lesson called it; '' for the value of the last expression."""
    view: View
    written: tuple[int, int] | None = None
    """How many characters the cell had written to its standard output and error by then: so that the host, whom text
    reaches by another way, can pass on what came before a value before it, and what came after it after it."""


class ControlUsed(CellEvent, frozen=True):
    """A control as a step uses it: sent when the learner's change reached the training loop."""

    name: str
    value: Scalar
    step: int
    """The first step that uses this value."""


class Inspected(SessionEvent, frozen=True):
    """The answer to `Inspect`."""

    name: str
    view: View | None = None
    names: tuple[tuple[str, str], ...] = ()
    """(name, what it is) of the tensors and arrays, where that was asked."""
    problem: str = ""
    """Why there is no view, in words."""


class Held(CellEvent, frozen=True):
    """The running cell is held before a step (`held`), or goes on."""

    held: bool
    step: int


class CellFinished(CellEvent, frozen=True):
    """A cell came to its end, one way or another. Only status 'ok' is an end that the code itself reached."""

    status: Status
    seconds: float
    failure: Failure | None = None
    used: dict[str, Scalar] = {}
    """The controls that the cell read, with their values at the end."""
    replayed: bool = False


class RunFinished(RunEvent, frozen=True):
    """The run is over: its last cell ended, or an earlier one failed (then `status` is that one's)."""

    status: Status
    seconds: float


class Outcome(msgspec.Struct, frozen=True):
    """One check of an exercise."""

    name: str
    """In words: what holds when it passes."""
    outcome: Literal["passed", "failed", "error", "not reached"]
    message: str = ""
    """Why it did not pass: what was seen, what it means, where to look."""
    line: int | None = None
    """The line of the learner's text that it points at, from 1."""

    @property
    def failing(self) -> bool:
        """Whether the answer did not get past it."""
        return self.outcome in ("failed", "error")


class BySeed(msgspec.Struct, frozen=True):
    """What became of an answer with one of several seeds."""

    seed: int
    verdict: Verdict
    message: str
    checks: tuple[Outcome, ...] = ()
    line: int | None = None


class Checked(Message, frozen=True):
    """The verdict on an answer."""

    check: int
    verdict: Verdict
    message: str
    """One sentence or a few: the first failing check's, or what happened to the process."""
    seconds: float
    """From the kernel's taking the check up to its verdict."""
    checks: tuple[Outcome, ...] = ()
    line: int | None = None
    """The line of the learner's text that the message points at."""
    output: str = ""
    """What the learner's code printed, bounded."""
    by_seed: tuple[BySeed, ...] = ()
    """What became of it with each of `Check.more_seeds`."""


class Fault(Message, frozen=True):
    """Something that was asked cannot be done (an unknown device, no such session)."""

    message: str
    session: int | None = None


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
    | ControlUsed
    | Inspected
    | Held
    | CellFinished
    | RunFinished
    | Checked
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
