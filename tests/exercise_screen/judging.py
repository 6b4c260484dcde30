"""A kernel that judges nothing by itself: a test reads which checks it was asked for and says what comes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from tutor.kernel.client.client import Lost
from tutor.kernel.protocol.checks import Check, Checked, Outcome, Verdict
from tutor.kernel.protocol.connection import Ready
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.messages import FromKernel, ToKernel
from tutor.kernel.protocol.pulse import Heartbeat

READY = Ready(python="3.11.7", torch="2.13.0+cpu", cores=2, seconds=1.5, forks=True)
NAMES = ("leaves x and y alone", "moves w against its gradient", "two steps in a row")
WHY = (
    "w moved by +0.20; its gradient is +197.4, so it should have moved by −0.20 at this rate.\n"
    "A step against the gradient makes the loss smaller.\nLook at the sign before the learning rate."
)


class FakeKernel:
    """As much of the interface of `tutor.kernel.client.client.Kernel` as checks need."""

    def __init__(self, on_message: Callable[[FromKernel | Lost], None]) -> None:
        self.say = on_message
        """Deliver a message, as if the kernel had sent it."""
        self.state: Literal["new", "starting", "ready", "lost", "closed"] = "new"
        self.own = True
        self.heartbeat = Heartbeat(lambda: 0.0, lambda: None, lambda _: None)
        self.sent: list[ToKernel] = []
        self.checks: list[Check] = []
        self.canceled: list[int] = []
        self.expected: list[str] = []
        self._ready: asyncio.Future[Ready] | None = None

    async def start(self) -> None:
        self.state = "starting"
        self._ready = asyncio.get_running_loop().create_future()

    async def ready(self) -> Ready:
        assert self._ready is not None
        return await self._ready

    def warm(self) -> None:
        """The host is warm now."""
        assert self._ready is not None
        self.state = "ready"
        self._ready.set_result(READY)

    def send(self, message: ToKernel) -> None:
        self.sent.append(message)

    def check(
        self, *, exercise: str, answer: str, tests: str, starter: str, may_change: tuple[str, ...], limits: Limits
    ) -> int:
        number = len(self.checks) + 1
        self.checks.append(Check(number, exercise, answer, tests, starter, may_change=may_change, limits=limits))
        return number

    def expect(self, *, exercise: str, tests: str) -> None:  # noqa: ARG002 - as the kernel is asked
        self.expected.append(exercise)

    def cancel_check(self, number: int) -> None:
        self.canceled.append(number)

    async def close(self) -> None:
        self.state = "closed"

    def answer(self, verdict: Verdict, message: str = "", *, check: int | None = None, **more: object) -> None:
        """The verdict on a check, the last one by default."""
        number = len(self.checks) if check is None else check
        self.say(Checked(number, verdict, message, 0.038, **more))  # type: ignore[arg-type]

    def right(self) -> None:
        self.answer("right", checks=tuple(Outcome(name, "passed") for name in NAMES))

    def wrong(self, line: int | None = None) -> None:
        self.answer(
            "wrong",
            WHY,
            checks=(
                Outcome(NAMES[0], "passed"),
                Outcome(NAMES[1], "failed", WHY, line),
                Outcome(NAMES[2], "not reached"),
            ),
        )

    def lose(self, message: str) -> None:
        self.state = "lost"
        self.say(Lost(message))


class FakeFactory:
    """Makes fake kernels; the last one is `kernel`."""

    def __init__(self) -> None:
        self.kernels: list[FakeKernel] = []

    def __call__(self, *, on_message: Callable[[FromKernel | Lost], None]) -> FakeKernel:
        self.kernels.append(FakeKernel(on_message))
        return self.kernels[-1]

    @property
    def kernel(self) -> FakeKernel:
        return self.kernels[-1]
