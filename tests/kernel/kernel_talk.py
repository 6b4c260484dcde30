"""A kernel to talk to, for tests: what is said of each session, and a wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from tutor.kernel.client.client import Kernel, Lost
from tutor.kernel.client.handle import SessionHandle
from tutor.kernel.protocol.connection import Fault
from tutor.kernel.protocol.events import CellFinished, CellStarted, Failure, Output, RunFinished, Shown, Steps
from tutor.kernel.protocol.message_bases import SessionEvent
from tutor.kernel.protocol.messages import FromKernel
from tutor.kernel.protocol.requests import Cell
from tutor.views.kinds import View
from tutor.views.values.data import TensorView, TextView

M = TypeVar("M")
PATIENCE = 100.0
"""Seconds after which a test is taken to hang."""


class Seen:
    """What the kernel said during one run."""

    def __init__(self, messages: list[Any]) -> None:
        self.messages = messages

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.messages if isinstance(message, kind)]

    @property
    def status(self) -> str:
        return self.of(RunFinished)[-1].status

    @property
    def failure(self) -> Failure:
        failure = self.of(CellFinished)[-1].failure
        assert failure is not None
        return failure

    @property
    def ran(self) -> list[int]:
        return [message.cell for message in self.of(CellStarted)]

    def output(self, stream: str = "stdout", cell: int | None = None) -> str:
        return "".join(
            message.text for message in self.of(Output) if message.stream == stream and cell in (None, message.cell)
        )

    def shown(self, name: str = "") -> View:
        return [message.view for message in self.of(Shown) if message.name == name][-1]

    def text(self) -> str:
        view = self.shown()
        assert isinstance(view, TextView | TensorView)
        return view.text

    def rows(self) -> list[tuple[int, dict[str, float]]]:
        return [row for message in self.of(Steps) for row in message.rows()]


class Talk:
    """One session, and a wait for what is said of it."""

    def __init__(self, session: SessionHandle, heard: asyncio.Queue[Any]) -> None:
        self.session = session
        self._heard = heard
        self.seen: list[Any] = []

    async def until(self, kind: type[M], where: Callable[[M], bool] = lambda _: True) -> M:
        """The next message of a kind, with all before it in `seen`."""
        while True:
            try:
                message = await asyncio.wait_for(self._heard.get(), PATIENCE)
            except TimeoutError:
                pytest.fail(f"no {kind.__name__} came; last came {self.seen[-5:]}")
            self.seen.append(message)
            if isinstance(message, kind) and where(message):
                return message

    def start(self, *sources: str, **how: Any) -> int:
        """Begin a run of these cells, the last one wanted; what was seen so far is forgotten."""
        self.seen = []
        cells = [Cell(number, source, "lesson.py") for number, source in enumerate(sources, 1)]
        return self.session.run(cells, **how)

    async def over(self, run: int) -> Seen:
        """Everything said until the run is over."""
        await self.until(RunFinished, lambda message: message.run == run)
        return Seen(self.seen)

    async def run(self, *sources: str, **how: Any) -> Seen:
        return await self.over(self.start(*sources, **how))


class Line:
    """A kernel, and who hears what of it."""

    def __init__(self, command: list[str] | None = None, course: tuple[str, str] = ("", "")) -> None:
        self.kernel = Kernel(command, on_message=self._hear, course=course)
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        """What belongs to no session."""
        self._queues: dict[int, asyncio.Queue[Any]] = {}

    def _hear(self, message: FromKernel | Lost) -> None:
        number = message.session if isinstance(message, SessionEvent | Fault) else None
        queue = self.heard if number is None else self._queues.get(number, self.heard)
        queue.put_nowait(message)

    def talk(self, device: str = "cpu", **how: Any) -> Talk:
        session = self.kernel.open(device, **how)
        self._queues[session.number] = asyncio.Queue()
        return Talk(session, self._queues[session.number])
