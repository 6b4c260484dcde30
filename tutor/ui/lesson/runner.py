"""Runs a notebook: asks the kernel for cells, drives the training loop, and takes in what comes back. No widgets.

The lesson's first frame waits for this module, and not for the kernel's messages: they are imported with the first run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tutor.ui.kernel_link import KernelLink
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.remaining import RemainingSteps
from tutor.views.packing import unpack
from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.kernel.client.client import Lost
    from tutor.kernel.client.handle import SessionHandle
    from tutor.kernel.protocol import events
    from tutor.kernel.protocol.messages import FromKernel
    from tutor.ui.messages import KernelMessage

PACES: tuple[float | None, ...] = (1.0, 3.0, 10.0, 30.0, 100.0, None)
"""Steps a second; None is as fast as it goes."""


class LessonRunner:
    """The session of one open lesson."""

    def __init__(
        self,
        notebook: Notebook,
        link: KernelLink,
        *,
        device: str,
        pace: float | None,
        on_change: Callable[[CellState | None, FromKernel | Lost], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.notebook = notebook
        self.device = device
        self.resolved = ""
        """What 'auto' turned out to be; '' until the kernel has said."""
        self.pace = pace
        self.remaining = RemainingSteps(clock)
        """How far the running cell's loop is."""
        self._link = link
        self._on_change = on_change
        self._session: SessionHandle | None = None
        self._asking = asyncio.Lock()
        self._on_inspected: Callable[[events.Inspected], None] | None = None

    async def run(self, number: int, *, paused: bool = False) -> None:
        """Run a cell, and before it those it needs; a run under way is stopped first."""
        self.stop()
        cells = self.notebook.begin(number)
        needed = tuple(self.notebook.reasons)
        from tutor.kernel.client.client import KernelError

        async with self._asking:
            if self._session is None:
                try:
                    self._session = await self._link.open(self.device, self._take, **self._as_a_file())
                except KernelError as error:
                    self.notebook.abandon("killed", str(error))
                    return
            controls = dict(self.notebook.controls)
            self.notebook.run = self._session.run(
                cells, controls=controls, pace=self.pace, paused=paused, needed=needed
            )

    def _as_a_file(self) -> dict[str, Any]:
        """How a session of an opened file differs: it is at home where the file is, and has other limits."""
        from tutor.kernel.protocol.message_bases import OF_FILES

        lesson = self.notebook.lesson
        return {"file": str(lesson.path), "limits": OF_FILES} if lesson.opened else {}

    def inspect(self, name: str, on_answer: Callable[[events.Inspected], None]) -> bool:
        """Look at a name of the lesson as it stands ('': which there are); False where nothing has run yet."""
        if self._session is None:
            return False
        self._on_inspected = on_answer
        self._session.inspect(name)
        return True

    def stop(self) -> None:
        """Stop what runs; what stood before it is kept."""
        if self._session is not None and self.notebook.busy:
            self._session.interrupt()

    def toggle(self) -> None:
        """Hold the running cell, or let it go on."""
        if self._session is not None and self.notebook.busy:
            if self.notebook.held:
                self._session.resume()
            else:
                self._session.pause()

    def step(self) -> None:
        """One step of training, then hold."""
        if self._session is not None and self.notebook.busy:
            self._session.step(1)

    def set_pace(self, pace: float | None) -> None:
        """Steps a second from now on."""
        self.pace = pace
        self.remaining.rest()
        if self._session is not None and self.notebook.busy:
            self._session.set_pace(pace)

    def faster(self, by: int) -> float | None:
        """Move along the paces; the new one."""
        here = PACES.index(self.pace) if self.pace in PACES else PACES.index(30.0)
        self.set_pace(PACES[min(len(PACES) - 1, max(0, here + by))])
        return self.pace

    def set_control(self, name: str, value: Scalar) -> None:
        """Move a control; a running cell uses it at its next step. Raises ValueError on a value that it cannot have."""
        self.notebook.set_control(name, value)
        if self._session is not None and self.notebook.busy:
            self._session.set_control(name, value)

    def set_device(self, device: str) -> None:
        """Run on another device from now on: everything begins anew there."""
        self.close()
        self.device, self.resolved = device, ""

    def close(self) -> None:
        """End the session, and with it all that it started."""
        if self._session is not None:
            self._session.close()
            self._link.forget(self._session)
            self._session = None
            self.notebook.abandon("interrupted", "The session was closed.")

    def _take(self, event: KernelMessage) -> None:
        from tutor.kernel.client.client import Lost
        from tutor.kernel.protocol import connection, events

        cell, message = None, event.message
        match message:
            case Lost(message=reason):
                self._session = None
                self.notebook.abandon("killed", reason)
            case events.Inspected():
                if self._on_inspected is not None:
                    self._on_inspected(message)
                return
            case events.Opened(device=device):
                self.resolved = self.notebook.device = device
            case connection.Fault(message=reason):
                self._session = None
                self.notebook.abandon("error", reason)
            case _:
                cell = self.notebook.apply(message)
                if cell is not None:
                    self._follow(message)
        self._on_change(cell, message)

    def _follow(self, message: FromKernel) -> None:
        """How far the running cell is."""
        from tutor.kernel.protocol import events

        match message:
            case events.CellStarted():
                self.remaining.begin()
            case events.Loop(step=step, count=count):
                self.remaining.take(step, count)
            case events.Steps(steps=steps) if steps:
                self.remaining.take(int(unpack(steps)[-1]) + 1)
            case events.Held():
                self.remaining.rest()
