"""The tutor's one kernel: started without holding up the screen, watched, and started again where it was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from tutor.course.catalogue import course_place
from tutor.ui.messages import DevicesFound, KernelFaulted, KernelMessage, KernelState, KernelStateChanged

if TYPE_CHECKING:
    from textual.message import Message

    from tutor.course.exercise import Exercise
    from tutor.course.model import Course
    from tutor.kernel.client.client import Kernel, Lost
    from tutor.kernel.client.handle import SessionHandle
    from tutor.kernel.protocol.checks import Checked, TrainingMeasured
    from tutor.kernel.protocol.connection import Device, Ready
    from tutor.kernel.protocol.message_bases import Limits
    from tutor.kernel.protocol.messages import FromKernel
    from tutor.kernel.protocol.pulse import Quiet

    class KernelFactory(Protocol):
        """Makes a kernel that is not yet started; `tutor.kernel.client.client.Kernel` with its command is one."""

        def __call__(self, *, on_message: Callable[[FromKernel | Lost], None]) -> Kernel:
            """The kernel."""


_ANEW = "ctrl+g starts a new kernel."


class KernelLink:
    """Owns the kernel. `post` takes `KernelStateChanged` and `DevicesFound` to the app."""

    def __init__(self, factory: KernelFactory, post: Callable[[Message], object]) -> None:
        self._factory = factory
        self._post = post
        self._kernel: Kernel | None = None
        self._spawning: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._subscribers: dict[int, Callable[[KernelMessage], object]] = {}
        self._checks: dict[int, Callable[[Checked | TrainingMeasured | Lost], object]] = {}
        self._expected: Exercise | None = None
        self.state: KernelState = "new"
        self.ready: Ready | None = None
        """What the kernel said when it was warm."""
        self.devices: tuple[Device, ...] = ()
        """Empty until the kernel has looked."""
        self.problem = ""
        """Why there is no kernel, in words, while the state is 'lost'."""
        self.quiet = ""
        """For how long nothing has come from the kernel, in words, where that is worth one."""

    @property
    def brief(self) -> str:
        """The state in a word or two, for the first line of a screen; of a lost kernel with the key that helps."""
        return "✗ torch is lost, ctrl+g" if self.state == "lost" else self.text

    @property
    def trouble(self) -> str:
        """What keeps the kernel from answering and what can be done, in full; '' where nothing does."""
        if self.state == "lost":
            return f"✗ ctrl+g restarts torch. {self.problem}"
        if not self.quiet:
            return ""
        if self.state == "ready":
            return f"! {self.quiet}. The connection may be down: what runs there goes on for a while; {_ANEW}"
        if self._kernel is not None and self._kernel.own:
            return ""  # torch takes its time on a cold disk, and the first line counts the seconds
        return f"! {self.quiet}. What was started has not answered yet; a queue may take long. {_ANEW}"

    @property
    def text(self) -> str:
        """The state in words, short enough for a line."""
        if self.state == "lost":
            return self.problem
        if self.quiet:
            return self.quiet
        if self.state != "ready" or self.ready is None:
            return "starting torch…" if self.state in ("new", "starting") else ""
        version = ".".join(self.ready.torch.partition("+")[0].split(".")[:2])
        return " · ".join(filter(None, [f"torch {version} ready", self._where(self.ready)]))

    def _where(self, ready: Ready) -> str:
        if not self.devices:
            return ""
        cores = f"{ready.cores} core{'' if ready.cores == 1 else 's'}"
        device = self.devices[0]
        return f"cpu, {cores}" if device.name == "cpu" else f"{device.name} {device.label}"

    def start(self) -> None:
        """Start the kernel, where it is not there already; returns at once."""
        if self.state in ("starting", "ready"):
            return

        def hear(message: FromKernel | Lost) -> None:
            if kernel is self._kernel:  # one that was ended has nothing more to say
                self._hear(message)

        def hear_nothing(quiet: Quiet) -> None:
            if kernel is self._kernel:
                self.quiet = quiet.text
                self._turn(self.state)

        self.devices, self.quiet = (), ""
        self._turn("starting")
        kernel = self._factory(on_message=hear)
        kernel.heartbeat.on_quiet = hear_nothing
        self._kernel, self._subscribers, self._checks = kernel, {}, {}
        self._spawning = asyncio.create_task(kernel.start())
        self._warming = asyncio.create_task(self._warm(kernel, self._spawning))

    async def restart(self) -> None:
        """End the kernel, with every session, and start another."""
        await self._end()
        self._lose("The kernel was restarted.")
        self.start()

    async def open(
        self,
        device: str,
        on_message: Callable[[KernelMessage], object],
        *,
        seed: int = 0,
        limits: Limits | None = None,
        file: str = "",
    ) -> SessionHandle:
        """Begin a session whose messages go to `on_message` (a widget's `post_message`, say), in order.

        Starts the kernel where there is none or it was lost, and does not wait until it is warm. Where the kernel is
        lost later, `on_message` is given `Lost`, once, and the session is over. Raises KernelError where the kernel
        cannot be started.
        """
        kernel = await self._started()
        options: dict[str, Any] = {"seed": seed} | ({"limits": limits} if limits is not None else {})
        options |= {"file": file} if file else {}
        session = kernel.open(device, **options)
        self._subscribers[session.number] = on_message
        return session

    def forget(self, session: SessionHandle) -> None:
        """Pass on no more of this session's messages."""
        self._subscribers.pop(session.number, None)

    async def check(
        self, exercise: Exercise, answer: str, on_message: Callable[[Checked | TrainingMeasured | Lost], object]
    ) -> int:
        """Have an answer judged; `on_message` is given `Checked`, or `Lost` where the kernel is lost before; and before
        that, where the checks train, each `TrainingMeasured`. The check's number. Starts the kernel as `open` does.
        Raises KernelError where it cannot be started.
        """
        from tutor.kernel.protocol.checks import check_limits

        kernel = await self._started()
        number = kernel.check(
            exercise=exercise.slug,
            answer=answer,
            tests=exercise.tests,
            starter=exercise.starter,
            may_change=exercise.may_change,
            limits=check_limits(exercise.seconds),
        )
        self._checks[number] = on_message
        return number

    def expect(self, exercise: Exercise) -> None:
        """An answer to this is likely to be checked next: have the kernel ready for it, now or once it is warm."""
        self._expected = exercise
        if self._kernel is not None and self.state == "ready":
            self._kernel.expect(exercise=exercise.slug, tests=exercise.tests)

    def cancel_check(self, number: int) -> None:
        """End a check; nothing more is heard of it."""
        if self._checks.pop(number, None) is not None and self._kernel is not None:
            self._kernel.cancel_check(number)

    async def _started(self) -> Kernel:
        """The kernel, started but perhaps not yet warm. Raises KernelError."""
        if self.state not in ("starting", "ready"):
            self.start()
        assert self._spawning is not None
        await asyncio.shield(self._spawning)
        assert self._kernel is not None
        return self._kernel

    def ask_devices(self) -> None:
        """Ask again which devices there are and how much of their memory is free; `DevicesFound` answers."""
        from tutor.kernel.protocol.connection import AskDevices

        if self._kernel is not None and self.state == "ready":
            self._kernel.send(AskDevices())

    def beat(self) -> None:
        """Let the kernel hear of us, while something else than the tutor has the screen."""
        if self._kernel is not None:
            self._kernel.beat()

    async def close(self) -> None:
        """End the kernel and everything that came of it."""
        await self._end()
        self.state = "closed"

    async def _end(self) -> None:
        tasks = [task for task in (self._spawning, self._warming) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._kernel is not None:
            kernel, self._kernel = self._kernel, None
            await kernel.close()

    async def _warm(self, kernel: Kernel, spawning: asyncio.Task[None]) -> None:
        from tutor.kernel.client.client import KernelError

        try:
            await spawning
            self.ready = await kernel.ready()
        except KernelError as error:
            self._lose(str(error))
        else:
            self._turn("ready")
            self.ask_devices()
            if self._expected is not None:
                self.expect(self._expected)

    def _hear(self, message: FromKernel | Lost) -> None:
        from tutor.kernel.client.client import Lost
        from tutor.kernel.protocol.checks import Checked, TrainingMeasured
        from tutor.kernel.protocol.connection import Devices, Fault
        from tutor.kernel.protocol.harmless import harmless
        from tutor.kernel.protocol.message_bases import SessionEvent

        message = harmless(message)
        match message:
            case Lost(message=problem):
                self._lose(problem)
            case Devices(devices=devices):
                self.devices = devices
                self._post(DevicesFound())
                self._turn(self.state)
            case Checked(check=check) if check in self._checks:
                self._checks.pop(check)(message)
            case TrainingMeasured(check=check) if check in self._checks:
                self._checks[check](message)
            case Fault(message=problem, session=None):
                self._post(KernelFaulted(problem))
            case SessionEvent(session=session) | Fault(session=int(session)) if session in self._subscribers:
                self._subscribers[session](KernelMessage(message))

    def _lose(self, problem: str) -> None:
        from tutor.kernel.client.client import Lost

        self.problem, self.ready, self.quiet = problem, None, ""
        subscribers, self._subscribers = self._subscribers, {}
        for subscriber in subscribers.values():
            subscriber(KernelMessage(Lost(problem)))
        checks, self._checks = self._checks, {}
        for waiting in checks.values():
            waiting(Lost(problem))
        self._turn("lost")

    def _turn(self, state: KernelState) -> None:
        self.state = state
        self._post(KernelStateChanged(state, self.text, self.ready))


def client_factory(command: Sequence[str] | None, course: Callable[[], Course]) -> KernelFactory:
    """Makes the real kernel, by its own command or by another (ssh, srun, docker) that leads to one."""

    def make(*, on_message: Callable[[FromKernel | Lost], None]) -> Kernel:
        from tutor.kernel.client.client import Kernel

        return Kernel(command, on_message=on_message, course=course_place(course()), curves=True)

    return make
