"""The host's side of a check: a base that stands ready, a fork of it in which the answer runs, and one verdict."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import msgspec

from tutor.kernel.host.active_run import GRACE
from tutor.kernel.host.snapshot_process import CellOutput, SnapshotProcess
from tutor.kernel.host.snapshot_stack import Surroundings
from tutor.kernel.protocol.checks import Check, Checked, Expect, TrainingMeasured, Verdict
from tutor.kernel.protocol.events import Output
from tutor.kernel.protocol.message_bases import Limits, Message
from tutor.kernel.protocol.wire import (
    Birth,
    Born,
    Forked,
    FromSession,
    InPlace,
    Judge,
    Judged,
    JudgedSoFar,
    Prepare,
    Prepared,
    Returned,
)
from tutor.kernel.system import limits as words
from tutor.system import processes

_PATIENCE = 60.0
"""Seconds to be ready for an answer in."""
_SHOWN = 20_000
"""Characters of what the answer printed that travel with the verdict."""


class CheckSupervisor:
    """A process for a check: first a base that waits, then, with `begin`, one answer on its way to a verdict.

    The verdict goes to the tutor; `done` is called once, when all that came of the check is gone.

    With `expected` it waits for an answer to that exercise, with all done that can be done before; else for any.
    """

    def __init__(
        self,
        host: Surroundings,
        birth: Birth,
        limits: Limits,
        done: Callable[[CheckSupervisor], None],
        expected: Expect | None = None,
    ) -> None:
        self.birth, self.limits, self.expected = birth, limits, expected
        self.check: Check | None = None
        """What it judges, once it has begun."""
        self._host, self._done = host, done
        self._levels: list[SnapshotProcess] = []
        self._prepared = False
        self._opened = host.now()
        self._token = secrets.token_hex(16)
        self._began = 0.0
        self._judging: float | None = None
        """Since when the answer runs: a process that has to load all of torch first takes none of its time."""
        self._printed: CellOutput | None = None
        self._closed_at: float | None = None

    def open(self) -> None:
        """Start the base. Raises OSError where none can be had."""
        base = self._host.start_base(self.birth)
        self._levels = [base]
        self._host.watch(self, base)

    def suits(self, check: Check, device: str) -> bool:
        """Whether this is the process that a check needs."""
        if self.expected is not None and (self.expected.exercise, self.expected.tests) != (check.exercise, check.tests):
            return False
        limits = check.limits
        return (self.birth.device, self.limits.memory, self.limits.output) == (device, limits.memory, limits.output)

    def begin(self, check: Check) -> None:
        """Judge an answer; its time counts from when the process has it."""
        self.check, self.limits, self._began = check, check.limits, self._host.now()
        if self._prepared:
            self._judge(check)

    def cancel(self) -> None:
        """End the check without a verdict."""
        self._finish("killed", "The check was ended.")

    def close(self) -> None:
        """End all its processes and say nothing."""
        if self._levels:
            processes.kill_tree(self._levels[0].pid)
        for level in self._levels:
            for fd in (level.socket.fileno(), *(fd for printed in level.printed for fd in printed.fds)):
                self._host.unwatch(fd)
            level.close()
        self._levels.clear()

    # -------------------------------------------------------------------------------------- what the processes say

    def on_channel(self, level: SnapshotProcess) -> None:
        """Take what a level has to say."""
        if level not in self._levels:
            return
        level.write()
        self._take(level)
        if level not in self._levels:
            return
        if not level.closed:
            self._host.watch(self, level)
            return
        self._host.unwatch(level.socket.fileno())
        if self._closed_at is None and level is self._levels[-1]:
            self._closed_at = self._host.now()

    def on_printed(self, printed: CellOutput, fd: int) -> None:
        """Take what the answer has printed."""
        if not printed.read(fd):
            self._host.unwatch(fd)
            printed.close(fd)
        if printed.too_much:
            self._printed_too_much()

    def on_base_gone(self, pid: int, status: int) -> bool:
        """The host's child `pid` has ended; whether it was this check's base."""
        if not self._levels or self._levels[0].pid != pid:
            return False
        for level in list(self._levels):
            self._take(level)
        if self._levels:
            self._finish("killed", words.what_happened(status, "answer"))
        return True

    def _take(self, level: SnapshotProcess) -> None:
        for message in level.receive():
            self._on_message(level, message)
            if level not in self._levels:
                return

    def _on_message(self, level: SnapshotProcess, message: FromSession) -> None:
        match message:
            case Born():
                self._send(self._preparation())
            case Prepared():
                self._prepared = True
                if self.check is not None:
                    self._judge(self.check)
            case Forked(pid=pid):
                fd = level.fds.pop(0)
                child = SnapshotProcess(pid, socket.socket(fileno=fd))
                self._levels.append(child)
                self._host.watch(self, child)
                self._on_running(level)
            case InPlace():
                self._on_running(level)
            case Judged(token=token, checked=checked) if token == self._token:
                self._on_judged(checked)
            case JudgedSoFar(token=token, trained=trained) if token == self._token and self.check is not None:
                self._host.send(TrainingMeasured(self.check.check, trained))
            case Returned(status=status):
                for above in self._levels[1:]:
                    self._take(above)
                if self._levels:
                    self._finish("killed", words.what_happened(status, "answer"))

    def _preparation(self) -> Prepare:
        """What there is to do before the answer."""
        if self.check is not None:
            return Prepare(rehearse=False, exercise=self.check.exercise, tests=self.check.tests)
        if self.expected is not None:
            return Prepare(rehearse=True, exercise=self.expected.exercise, tests=self.expected.tests)
        return Prepare(rehearse=True)

    def _on_running(self, level: SnapshotProcess) -> None:
        """The process that the answer runs in is there, and where it prints."""
        stdout, stderr = level.fds[:2]
        del level.fds[:2]
        self._printed = CellOutput(0, 0, 0, self.limits.output, stdout, stderr)
        self._levels[-1].printed.append(self._printed)
        self._host.watch_printed(self, self._printed)

    def _on_judged(self, checked: Checked) -> None:
        if self._printed is not None:
            self._printed.drain()
            if self._printed.too_much:
                self._printed_too_much()
                return
        self._end(checked)

    # ------------------------------------------------------------------------------------------------------- time

    def deadline(self) -> float | None:
        """When `on_time` is to be called next."""
        due = [self._closed_at + GRACE] if self._closed_at is not None else []
        if not self._prepared:
            due.append(self._ready_by())
        elif self._judging is not None and self.limits.seconds is not None:
            due.append(self._judging + self.limits.seconds)
        return min(due, default=None)

    def _ready_by(self) -> float:
        """When it has to be ready for an answer; a fork of the warm host has nothing to load but the checks."""
        if self.check is not None and self.birth.forks and self.limits.seconds is not None:
            return self._began + self.limits.seconds
        return max(self._opened, self._began) + _PATIENCE

    def on_time(self) -> None:
        """Do what is due."""
        now, seconds = self._host.now(), self.limits.seconds
        if self.check is None:
            self._end(None)
            return
        if self._closed_at is not None and now >= self._closed_at + GRACE:
            self._finish("killed", "Your code closed the connection to the tutor. Check again.")
        elif not self._prepared and not (self.birth.forks and seconds is not None) and now >= self._ready_by():
            self._finish("killed", f"The process for the answer was not ready within {_PATIENCE:g} s. Check again.")
        elif seconds is not None and now >= (self._began if self._judging is None else self._judging) + seconds:
            hint = "Look for a loop that never ends, or one that does far more than it has to."
            self._finish("timeout", f"{words.took_too_long(seconds, 'answer')} {hint}")

    def pids(self) -> list[int]:
        """Its processes, the base first."""
        return [level.pid for level in self._levels]

    def on_crowd(self, count: int, most: int) -> None:
        """The answer has too many processes running."""
        self._finish("killed", words.too_many_processes(count, most, "answer"))

    # ------------------------------------------------------------------------------------------------------ its end

    def _judge(self, check: Check) -> None:
        """Hand the answer over."""
        self._judging = self._host.now()
        self._send(Judge(check, self._token))

    def _send(self, message: Prepare | Judge) -> None:
        level = self._levels[-1]
        level.send(message)
        if level.unsent:
            self._host.watch(self, level)

    def _printed_too_much(self) -> None:
        self._finish("killed", words.printed_too_much(self.limits.output, "answer"))

    def _finish(self, verdict: Verdict, message: str) -> None:
        """Every end but the one that the process itself tells of."""
        self._end(None if self.check is None else Checked(self.check.check, verdict, message, 0.0))

    def _end(self, checked: Checked | None) -> None:
        if checked is not None:
            seconds = self._host.now() - self._began
            self._host.send(msgspec.structs.replace(checked, seconds=seconds, output=self._output()))
        self.close()
        self._done(self)

    def _output(self) -> str:
        """What the answer printed, bounded."""
        texts: list[str] = []

        def keep(message: Message) -> None:
            if isinstance(message, Output):
                texts.append(message.text)

        if self._printed is not None:
            self._printed.drain()
            self._printed.pass_on(keep)
        text = "".join(texts)
        more = len(text) - _SHOWN
        return text if more <= 0 else f"{text[:_SHOWN]}\n… {more:,} more characters"
