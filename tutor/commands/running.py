"""`pytorch-tutor run`: a lesson's cells, through the same kernel that the screens use."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from tutor.commands.events import JsonLines, Reader, Text
from tutor.commands.files import (
    EVERYTHING,
    first_lacking,
    on_the_cpu,
    opened,
    say_whose_course,
    say_whose_rights,
    without,
)
from tutor.commands.lookup import UsageError, course_in, kernel_command, lesson_in, path_of, settings_for
from tutor.commands.opening import check_device
from tutor.commands.waiting import Waiting
from tutor.course.catalogue import course_place
from tutor.course.model import Lesson
from tutor.kernel.client.client import Kernel, KernelError, Lost
from tutor.kernel.client.handle import SessionHandle
from tutor.kernel.protocol.connection import AskDevices, Devices, Fault
from tutor.kernel.protocol.events import Opened, RunFinished, Status
from tutor.kernel.protocol.message_bases import OF_FILES, Limits
from tutor.kernel.protocol.messages import FromKernel
from tutor.kernel.protocol.requests import Cell
from tutor.views.scalar import Scalar

EXIT: dict[Status, int] = {"ok": 0, "error": 1, "interrupted": 130, "timeout": 1, "killed": 1}


class EndedError(Exception):
    """A signal asked for the end; `status` is the exit status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"ended by a signal, exit status {status}")
        self.status = status


def run(
    slug: str,
    *,
    cell: int | None,
    settings: Sequence[str],
    device: str,
    timeout: float | None,
    course: Path | None,
    kernel: str | None,
    as_json: bool,
    anyway: bool = False,
) -> int:
    """Run cells 1 to `cell`, or all, and print what they do; the exit status. Raises UsageError.

    What is run is a lesson or a file; that is run up to the first cell that lacks something, or to its end `anyway`.
    """
    path = path_of(slug)
    if path is None or (path.suffix == "" and (course_in(course).lesson(slug) is not None)):
        found = course_in(course)
        lesson, place = lesson_in(found, slug), course_place(found)
        say_whose_course(found)
    else:
        lesson, place = opened(path, elsewhere=kernel is not None).lesson, ("", "")
        lesson = on_the_cpu(lesson) if device == "cpu" else lesson
        lesson = without(lesson, EVERYTHING) if anyway else lesson
        say_whose_rights(lesson)
    controls = settings_for(lesson, settings)
    check_device(device)
    count = len(lesson.cells)
    if cell is not None and cell > count:
        raise UsageError(f"{slug} has cells 1 to {count}; there is no cell {cell}")
    for problem in lesson.problems:
        print(problem, file=sys.stderr)  # noqa: T201
    reader = (JsonLines if as_json else Text)(lesson, write)
    limits = OF_FILES if lesson.opened else Limits()
    limits = limits if timeout is None else replace(limits, seconds=timeout)
    runner = Runner(lesson, reader, place, command=kernel_command(kernel))
    try:
        return EXIT[asyncio.run(runner.run(lesson_cells(lesson, cell or count), controls, device, limits))]
    except EndedError as ended:
        return ended.status


def write(text: str) -> None:
    """Print at once; what the terminal's encoding does not have is written as an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def terminal_width() -> int | None:
    """Columns of the terminal that is written to; None where it is none, and nothing is to be wrapped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def lesson_cells(lesson: Lesson, count: int) -> tuple[Cell, ...]:
    """The first cells of a lesson as the kernel takes them."""
    name = lesson.script
    return tuple(Cell(code.number, code.source, name, code.line) for code in lesson.cells[:count])


class Runner:
    """One run, from the kernel's start to its end."""

    def __init__(
        self, lesson: Lesson, reader: Reader, course: tuple[str, str], *, command: Sequence[str] | None = None
    ) -> None:
        """`course` is what a kernel finds it by."""
        self.lesson = lesson
        self._reader = reader
        self._command, self._course = command, course
        self._messages: asyncio.Queue[FromKernel | Lost | EndedError] = asyncio.Queue()
        self._session: SessionHandle | None = None
        self._interrupts = 0

    async def run(self, cells: tuple[Cell, ...], controls: dict[str, Scalar], device: str, limits: Limits) -> Status:
        """Run the cells, all of them in one run, so that each one's events come once. Raises UsageError, EndedError."""
        heard, waiting = self._messages.put_nowait, Waiting()
        kernel = Kernel(self._command, on_message=heard, on_quiet=waiting, course=self._course)
        begun = time.monotonic()
        with self._signals():
            try:
                await kernel.start()
                chosen = await self._check_device(kernel, device)
                lesson = await self._on_known_devices(kernel)
                lacking = first_lacking(lesson.cells[: len(cells)])
                able = cells if lacking is None else cells[: lacking[0].number - 1]
                status: Status = "ok"
                if able:
                    file = str(lesson.path) if lesson.opened else ""
                    self._session = kernel.open(chosen, limits=limits, file=file)
                    self._session.run(able, controls=controls)
                    status = await self._follow(begun)
                if lacking is None or status != "ok":
                    return status
                self._reader.stopped(*lacking)
                return "error"
            except KernelError as error:
                self._reader.lost(str(error), time.monotonic() - begun)
                return "killed"
            finally:
                await kernel.close()

    async def _check_device(self, kernel: Kernel, device: str) -> str:
        """What to ask the kernel for: the device, if there is such a one; 'auto' and 'cpu' there are. Raises
        UsageError."""
        if device not in ("auto", "cpu"):
            found = await self._devices(kernel)
            names = [one.name for one in found.devices]
            if device not in names and not any(name.startswith(f"{device}:") for name in names):
                why = f" ({found.problem})" if found.problem else ""
                raise UsageError(f"There is no device {device!r} here; there is: auto, {', '.join(names)}{why}")
        return device

    async def _on_known_devices(self, kernel: Kernel) -> Lesson:
        """The lesson; where there is a CUDA GPU, its cells do not lack one."""
        if not any(lack.kind in ("cuda", "gpu") for cell in self.lesson.cells for lack in cell.lacks):
            return self.lesson
        known = await self._devices(kernel)
        there = any(one.name.startswith("cuda") for one in known.devices)
        return without(self.lesson, frozenset(("cuda", "gpu"))) if there else self.lesson

    async def _devices(self, kernel: Kernel) -> Devices:
        """The devices that the kernel has. Raises KernelError where it is lost before it tells."""
        kernel.send(AskDevices())
        while True:
            match await self._next():
                case Devices() as found:
                    return found
                case Lost(message=message):
                    raise KernelError(message)
                case _:
                    pass

    async def _follow(self, begun: float) -> Status:
        """Hand on every event of the run until it is over."""
        while True:
            message = await self._next()
            match message:
                case Lost(message=words) | Fault(message=words):
                    self._reader.lost(words, time.monotonic() - begun)
                    return "killed"
                case RunFinished(status=status):
                    self._reader.event(message)
                    return status
                case Opened():
                    pass
                case _:
                    self._reader.event(message)

    async def _next(self) -> FromKernel | Lost:
        message = await self._messages.get()
        if isinstance(message, EndedError):
            raise message
        return message

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Ctrl-C stops the running cell, and a second one everything; SIGTERM and SIGHUP end at once."""
        loop = asyncio.get_running_loop()
        if sys.platform == "win32":
            yield
            return
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._messages.put_nowait, EndedError(128 + number))
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.remove_signal_handler(number)

    def _interrupt(self) -> None:
        self._interrupts += 1
        if self._session is None or self._interrupts > 1:
            self._messages.put_nowait(EndedError(EXIT["interrupted"]))
        else:
            self._session.interrupt()
