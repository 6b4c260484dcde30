"""What the tutor is told of a session, in the order in which it happened: what was written before a value before it."""

from __future__ import annotations

from tutor.kernel.host.active_run import ActiveRun, Execution
from tutor.kernel.host.snapshot_process import CellOutput
from tutor.kernel.host.snapshot_stack import SnapshotStack, Surroundings
from tutor.kernel.protocol.connection import Fault
from tutor.kernel.protocol.events import (
    Awaited,
    CellFinished,
    CellStarted,
    ControlUsed,
    Failure,
    Held,
    Loop,
    Reached,
    RunFinished,
    Shown,
    Status,
    Steps,
)
from tutor.kernel.protocol.wire import Ended

Relayed = Loop | Steps | Shown | Reached | Awaited | ControlUsed | Held
"""What a running cell tells, and the tutor hears as it is."""
COALESCE = 0.01
"""Seconds that printed text waits for more, so that a thousand lines are not a thousand messages."""


class SessionReports:
    """Tells of one session: of its runs, of its cells, and of what these write and show."""

    def __init__(self, host: Surroundings, number: int, stack: SnapshotStack) -> None:
        self._host, self._number, self._stack = host, number, stack
        self.text_due: float | None = None
        """When text that waits is to be passed on; None where none waits."""

    def fault(self, words: str) -> None:
        """Something that was asked cannot be done."""
        self._host.send(Fault(words, self._number))

    def run_finished(self, run: ActiveRun, status: Status) -> None:
        """A run is over."""
        self._host.send(RunFinished(self._number, run.number, status, self._host.now() - run.began))

    def empty_run_finished(self, run: int) -> None:
        """A run of no cells is over."""
        self.fault("A run needs at least one cell.")
        self._host.send(RunFinished(self._number, run, "error", 0.0))

    def cell_started(self, run: ActiveRun, execution: Execution) -> None:
        """A cell begins to run."""
        self._host.send(CellStarted(self._number, run.number, execution.cell.number, execution.replayed))

    def cell_finished(
        self, run: ActiveRun, execution: Execution, status: Status, failure: Failure | None, ended: Ended | None
    ) -> None:
        """A cell is over, by its own account (`ended`) or without one, and with it what it has written."""
        if execution.printed is not None:
            execution.printed.drain()
        self.pass_text_on()
        seconds = ended.seconds if ended is not None else self._host.now() - execution.began - execution.held_for
        used = ended.used if ended is not None else {}
        place = self._number, run.number, execution.cell.number
        exits = ended is not None and ended.exits
        self._host.send(CellFinished(*place, status, seconds, failure, used, replayed=execution.replayed, exits=exits))

    def relay(self, execution: Execution, message: Relayed) -> None:
        """Pass on what a running cell tells."""
        if isinstance(message, Held):
            execution.hold(self._host.now(), held=message.held)
        printed = execution.printed
        if not isinstance(message, Loop | Steps | Awaited | ControlUsed) and printed is not None:
            printed.drain()
            if isinstance(message, Shown) and message.written is not None:
                printed.pass_on(self._host.send, message.written)
                self.mind_text(printed)
            else:
                self.pass_text_on()
        self._host.send(message)

    def mind_text(self, printed: CellOutput) -> None:
        """What waits to be passed on does not wait for long."""
        if printed.waiting and self.text_due is None:
            self.text_due = self._host.now() + COALESCE

    def pass_text_on(self) -> None:
        """Pass on all text that waits."""
        self.text_due = None
        for level in self._stack.levels:
            for printed in level.printed:
                printed.pass_on(self._host.send)
