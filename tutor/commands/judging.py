"""Having answers judged from the command line: a kernel, started when it is needed and again when it was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType

from tutor.commands.lookup import UsageError
from tutor.commands.opening import check_device
from tutor.commands.waiting import Waiting
from tutor.course.catalogue import course_place
from tutor.course.exercise import Exercise
from tutor.course.model import Course
from tutor.kernel.client.client import Kernel, KernelError, Lost
from tutor.kernel.protocol.checks import Checked, check_limits
from tutor.kernel.protocol.connection import AskDevices, Devices
from tutor.kernel.protocol.messages import FromKernel


class AnswerJudge:
    """Judges answers on one warm kernel, which ends with the `async with` block."""

    def __init__(self, command: Sequence[str] | None, device: str, course: Course) -> None:
        """Raises UsageError for what is no device's name."""
        check_device(device)
        self._command, self._course = command, course_place(course)
        self._device = device
        self._kernel: Kernel | None = None
        self._devices: asyncio.Queue[Devices | Lost] = asyncio.Queue()

    async def __aenter__(self) -> AnswerJudge:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._kernel is not None:
            await self._kernel.close()

    async def start(self) -> Kernel:
        """The kernel, begun if there is none or the last was lost; it need not be warm yet. Raises KernelError, and
        UsageError where it does not have the device."""
        if self._kernel is None or self._kernel.state == "lost":
            if self._kernel is not None:
                await self._kernel.close()
            self._kernel = Kernel(self._command, on_message=self._hear, on_quiet=Waiting(), course=self._course)
            await self._kernel.start()
            await self._look_for_device(self._kernel)
        return self._kernel

    async def judge(self, exercise: Exercise, answer: str) -> Checked:
        """The verdict on an answer. Raises KernelError, and UsageError where there is no such device."""
        kernel = await self.start()
        return await kernel.judge(
            exercise=exercise.slug,
            answer=answer,
            tests=exercise.tests,
            starter=exercise.starter,
            device=self._device,
            may_change=exercise.may_change,
            limits=check_limits(exercise.seconds),
        )

    def _hear(self, message: FromKernel | Lost) -> None:
        if isinstance(message, Devices | Lost):
            self._devices.put_nowait(message)

    async def _look_for_device(self, kernel: Kernel) -> None:
        """Ask whether there is such a device; 'auto' and 'cpu' there are."""
        if self._device in ("auto", "cpu"):
            return
        kernel.send(AskDevices())
        message = await self._devices.get()
        if isinstance(message, Lost):
            raise KernelError(message.message)
        names = [device.name for device in message.devices]
        if self._device not in names and not any(name.startswith(f"{self._device}:") for name in names):
            why = f" ({message.problem})" if message.problem else ""
            raise UsageError(f"There is no device {self._device!r} here; there is: auto, {', '.join(names)}{why}")
