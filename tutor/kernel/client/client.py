"""The tutor's end of the line: starts a kernel by any command, and speaks with it."""

from __future__ import annotations

import asyncio
import itertools
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Literal

import msgspec

from tutor.kernel.client import advice
from tutor.kernel.client.handle import SessionHandle
from tutor.kernel.client.preamble import NoGreetingError, Preamble
from tutor.kernel.protocol import pulse
from tutor.kernel.protocol.checks import CancelCheck, Check, Checked, Expect, Further
from tutor.kernel.protocol.connection import Beat, Hello, Ready, Refused
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.messages import Frames, FromKernel, ToKernel, decode_from_kernel, encode
from tutor.kernel.protocol.pulse import Heartbeat, Quiet
from tutor.kernel.protocol.requests import Open

State = Literal["new", "starting", "ready", "lost", "closed"]
_READ = 1 << 18
_UNSENT = 1 << 26
_PATIENCE = 1.0
"""Seconds that a command has to end when its line does."""
_CLEANING = 3.0
"""Seconds that a kernel has to end with all that came of it: where that takes the processor, it takes longer."""


class KernelError(Exception):
    """The kernel cannot be used; the message says what happened and what to do."""


class Lost(msgspec.Struct, frozen=True):
    """Made by the client itself: the host ended, or the line to it dropped."""

    message: str


class Kernel:
    """A kernel: this machine's own, or one that `command` reaches. Its messages go to `on_message`, in order."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        on_message: Callable[[FromKernel | Lost], None],
        on_quiet: Callable[[Quiet], object] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        course: tuple[str, str] = ("", ""),
        curves: bool = False,
    ) -> None:
        """`course` is the folder and the title of one that is not the tutor's own; see `protocol.Hello`, for `curves`
        too."""
        self.own = command is None
        """Whether it is this machine's own, at the other end of a pipe that cannot go dead."""
        self.command = tuple(command) if command is not None else (sys.executable, "-P", "-m", "tutor.kernel")
        self.state: State = "new"
        self.heartbeat = Heartbeat(clock, self.beat, on_quiet)
        self._on_message = on_message
        self._course, self._curves = course, curves
        self._process: asyncio.subprocess.Process | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._settled = asyncio.Event()
        self._ready: Ready | None = None
        self._problem = ""
        self._preamble = Preamble(self.command)
        self._frames = Frames()
        self._sessions = itertools.count(1)
        self._runs = itertools.count(1)
        self._checks = itertools.count(1)
        self._awaited: dict[int, asyncio.Future[Checked]] = {}

    @property
    def version(self) -> str:
        """Of pytorch-tutor there; '' until the kernel has greeted."""
        return self._preamble.version

    @property
    def protocol(self) -> int:
        """The number of what it speaks; 0 until the kernel has greeted."""
        return self._preamble.protocol

    async def start(self) -> None:
        """Start the command and return at once. Raises KernelError where it cannot be started."""
        try:
            silence = math.inf if self.own else pulse.wished(os.environ)
        except ValueError as error:
            self._unstarted(f"{pulse.SETTING}: {error}.")
            raise KernelError(self._problem) from error
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C in the terminal is for the tutor
            )
        except (OSError, ValueError) as error:
            self._unstarted(advice.not_started(self.command, error))
            raise KernelError(self._problem) from error
        self.state = "starting"
        self.heartbeat.begin()
        self.send(Hello(silence=silence, course=self._course[0], title=self._course[1], curves=self._curves))
        self._tasks = [asyncio.create_task(one) for one in (self._listen(), self._keep_stderr(), self._tick())]

    def _unstarted(self, problem: str) -> None:
        self.state, self._problem = "lost", problem
        self._settled.set()

    async def ready(self) -> Ready:
        """Wait until the kernel is warm. Raises KernelError where it dies, is of another version or has a problem."""
        await self._settled.wait()
        if self._ready is None or self._problem:
            raise KernelError(self._problem or "The kernel was closed before it was ready.")
        return self._ready

    def send(self, message: ToKernel) -> None:
        """Send a message; before the kernel is warm, the line keeps it. Ignored once the kernel is lost or closed."""
        if self._process is None or self._process.stdin is None:
            raise KernelError("The kernel is not started.")
        if self.state in ("lost", "closed"):
            return
        if self._process.stdin.transport.get_write_buffer_size() > _UNSENT:
            self._lose("The kernel has not taken any message for a long time.")
            return
        self._process.stdin.write(encode(message))

    def open(
        self,
        device: str = "auto",
        *,
        seed: int = 0,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        file: str = "",
    ) -> SessionHandle:
        """Begin a session: a lesson's namespace, fresh and seeded; or that of a `file` that was opened."""
        number = next(self._sessions)
        self.send(Open(number, device, seed, limits, file))
        return SessionHandle(self.send, number, self._runs)

    def check(
        self,
        *,
        exercise: str,
        answer: str,
        tests: str,
        starter: str = "",
        seed: int = 0,
        device: str = "cpu",
        limits: Limits | None = None,
        may_change: tuple[str, ...] = (),
        more_seeds: tuple[int, ...] = (),
        further: tuple[Further, ...] = (),
    ) -> int:
        """Have an answer judged; the number that the `Checked` which comes for it carries. See `protocol.Check`."""
        number = next(self._checks)
        check = Check(number, exercise, answer, tests, starter, seed, device, may_change=may_change)
        check = msgspec.structs.replace(check, more_seeds=more_seeds, further=further)
        self.send(check if limits is None else msgspec.structs.replace(check, limits=limits))
        return number

    def expect(self, *, exercise: str, tests: str) -> None:
        """Be ready for an answer to this exercise; its verdict then comes sooner."""
        self.send(Expect(exercise, tests))

    def cancel_check(self, number: int) -> None:
        """End a check; its verdict is then 'killed', unless it came before."""
        self.send(CancelCheck(number))

    async def judge(
        self,
        *,
        exercise: str,
        answer: str,
        tests: str,
        starter: str = "",
        seed: int = 0,
        device: str = "cpu",
        limits: Limits | None = None,
        may_change: tuple[str, ...] = (),
        more_seeds: tuple[int, ...] = (),
        further: tuple[Further, ...] = (),
    ) -> Checked:
        """Have an answer judged, and wait for the verdict; canceling this ends the check. Raises KernelError where
        the kernel is lost."""
        if self.state in ("lost", "closed"):
            raise KernelError(self._problem or "The kernel is closed.")
        number = self.check(
            exercise=exercise,
            answer=answer,
            tests=tests,
            starter=starter,
            seed=seed,
            device=device,
            limits=limits,
            may_change=may_change,
            more_seeds=more_seeds,
            further=further,
        )
        future: asyncio.Future[Checked] = asyncio.get_running_loop().create_future()
        self._awaited[number] = future
        try:
            return await future
        except asyncio.CancelledError:
            self.cancel_check(number)
            raise
        finally:
            del self._awaited[number]

    def beat(self) -> None:
        """Let the kernel hear of us; for whoever holds up the event loop for long, who would else be silent."""
        if self.state == "ready":
            self.send(Beat())

    async def close(self) -> None:
        """End the kernel and everything that came of it; it has a few seconds to do so itself."""
        if self.state != "lost":
            self.state = "closed"
        self._settled.set()
        self.heartbeat.enter(None)
        await self._end_process()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ------------------------------------------------------------------------------------------------------ inside

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(pulse.TICK)
            self.heartbeat.look()

    async def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while data := await self._process.stdout.read(_READ):
            if self.state != "lost":  # what a lost kernel still says is read, so that it can end
                self.heartbeat.heard()
                self._take(data)
        await self._ended()

    def _take(self, data: bytes) -> None:
        greeted = self._preamble.greeted
        try:
            rest = self._preamble.rest(data)
        except NoGreetingError as error:
            self._lose(str(error))
            return
        if rest is None:
            return
        if not greeted:
            self.heartbeat.enter("warming")
        try:
            for message in map(decode_from_kernel, self._frames.feed(rest)):
                self._receive(message)
        except (ValueError, msgspec.DecodeError) as error:
            self._lose(f"The kernel sent something that is not part of the protocol: {error}")

    def _receive(self, message: FromKernel) -> None:
        if self.state == "lost":
            return
        if isinstance(message, Refused):
            self._lose(message.message)
            return
        if isinstance(message, Beat):
            return
        if isinstance(message, Ready):
            self._ready, self._problem = message, message.problem
            if self.state == "starting":
                self.state = "ready"
                self.heartbeat.enter("ready")
            self._settled.set()
        self._deliver(message)

    async def _keep_stderr(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        while data := await self._process.stderr.read(_READ):
            self._preamble.hear_error(data)

    async def _ended(self) -> None:
        """The kernel has closed its side."""
        assert self._process is not None
        if self.state == "closed":
            return
        with suppress(TimeoutError):  # a program may close its output and live on: it is lost all the same
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        with suppress(TimeoutError):  # what it said last on standard error; a child of its may hold that open
            await asyncio.wait_for(asyncio.shield(self._tasks[1]), 0.2)
        code, said = self._process.returncode, self._preamble.said()
        self._lose(advice.ended(self.command, code, said, own=self.own, met=self._preamble.greeted))

    def _lose(self, message: str) -> None:
        """The kernel is of no more use: say so, and leave nothing of it behind."""
        if self.state in ("lost", "closed"):
            return
        self.state, self._problem = "lost", message
        self._settled.set()
        self.heartbeat.enter(None)
        self._tasks.append(asyncio.create_task(self._end_process()))
        self._deliver(Lost(message))

    def _disappoint(self, message: str) -> None:
        """Nobody will answer those who wait for a verdict."""
        for future in self._awaited.values():
            if not future.done():
                future.set_exception(KernelError(message))

    def _deliver(self, message: FromKernel | Lost) -> None:
        if isinstance(message, Checked) and message.check in self._awaited:
            future = self._awaited[message.check]
            if not future.done():
                future.set_result(message)
        elif isinstance(message, Lost):
            self._disappoint(message.message)
        try:
            self._on_message(message)
        except Exception as error:  # the listener's own fault must not end the line
            context = {"message": "a listener to the kernel failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)

    async def _end_process(self) -> None:
        """Let the command end itself, a kernel with all that came of it; then kill it."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _CLEANING if self._preamble.greeted else _PATIENCE)
        self._kill()
        await process.wait()

    def _kill(self) -> None:
        """Kill the command and its process group, for a start script may have left more behind."""
        assert self._process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
