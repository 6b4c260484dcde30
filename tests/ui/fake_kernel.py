"""A kernel that does nothing by itself: a test reads what it was sent and says what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

from tutor.kernel.protocol import connection, message_bases, requests
from tutor.kernel.protocol.connection import Ready
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.messages import FromKernel, ToKernel
from tutor.kernel.protocol.pulse import Heartbeat, Phase, Quiet
from tutor.kernel.protocol.requests import Cell
from tutor.views.scalar import Scalar

READY = Ready(python="3.11.7", torch="2.13.0+cpu", cores=2, seconds=1.5, forks=True)
CPU = connection.Device("cpu", "cpu")


class FakeKernel:
    """Has the interface of `tutor.kernel.client.client.Kernel`."""

    def __init__(self, *, on_message: Callable[[FromKernel], None]) -> None:
        self.say = on_message
        """Deliver a message, as if the kernel had sent it."""
        self.state: Literal["new", "starting", "ready", "lost", "closed"] = "new"
        self.own = True
        self.heartbeat = Heartbeat(lambda: 0.0, self.beat, lambda _: None)
        self.beats = 0
        self.sent: list[ToKernel] = []
        self.sessions: list[FakeSession] = []
        self._ready: asyncio.Future[Ready] | None = None

    async def start(self) -> None:
        self.state = "starting"
        self._future()

    async def ready(self) -> Ready:
        return await self._future()

    def _future(self) -> asyncio.Future[Ready]:
        if self._ready is None:
            self._ready = asyncio.get_running_loop().create_future()
        return self._ready

    def warm(self, ready: Ready = READY) -> None:
        """The host is warm now."""
        self.state = "ready"
        self._future().set_result(ready)

    def fail(self, error: Exception) -> None:
        """The host will never be warm."""
        self.state = "lost"
        self._future().set_exception(error)

    def beat(self) -> None:
        self.beats += 1

    def be_silent(self, seconds: int, phase: Phase = "ready") -> None:
        """Nothing was heard of the kernel for so long; 0 where it is again."""
        self.heartbeat.on_quiet(Quiet(seconds, phase))

    def send(self, message: ToKernel) -> None:
        self.sent.append(message)

    def open(self, device: str = "auto", *, seed: int = 0, limits: Limits | None = None, file: str = "") -> FakeSession:
        session = FakeSession(self, len(self.sessions) + 1)
        self.sessions.append(session)
        self.send(requests.Open(session.number, device, seed, limits or Limits(), file))
        return session

    async def close(self) -> None:
        self.state = "closed"

    def sent_of(self, kind: type[message_bases.Message]) -> list[ToKernel]:
        """What was sent of one kind."""
        return [message for message in self.sent if isinstance(message, kind)]


class FakeSession:
    """Has the interface of `tutor.kernel.client.handle.SessionHandle`."""

    def __init__(self, kernel: FakeKernel, number: int) -> None:
        self.kernel = kernel
        self.number = number
        self.runs = 0

    def run(
        self,
        cells: Sequence[Cell],
        *,
        controls: dict[str, Scalar] | None = None,
        pace: float | None = None,
        paused: bool = False,
        needed: tuple[int, ...] | None = None,
    ) -> int:
        self.runs += 1
        self.kernel.send(requests.Run(self.number, self.runs, tuple(cells), controls or {}, pace, paused, needed))
        return self.runs

    def set_control(self, name: str, value: Scalar) -> None:
        self.kernel.send(requests.SetControl(self.number, name, value))

    def set_pace(self, pace: float | None) -> None:
        self.kernel.send(requests.SetPace(self.number, pace))

    def pause(self) -> None:
        self.kernel.send(requests.Pause(self.number))

    def resume(self) -> None:
        self.kernel.send(requests.Resume(self.number))

    def step(self, count: int = 1) -> None:
        self.kernel.send(requests.Step(self.number, count))

    def interrupt(self) -> None:
        self.kernel.send(requests.Interrupt(self.number))

    def inspect(self, name: str = "") -> None:
        self.kernel.send(requests.Inspect(self.number, name))

    def close(self) -> None:
        self.kernel.send(requests.Close(self.number))


class FakeFactory:
    """Makes fake kernels and keeps them; the last one is `kernel`."""

    def __init__(self) -> None:
        self.kernels: list[FakeKernel] = []

    def __call__(self, *, on_message: Callable[[FromKernel], None]) -> FakeKernel:
        self.kernels.append(FakeKernel(on_message=on_message))
        return self.kernels[-1]

    @property
    def kernel(self) -> FakeKernel:
        """The kernel that was made last."""
        return self.kernels[-1]
