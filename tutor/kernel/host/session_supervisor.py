"""The host's side of a session: its stack of levels, and the run under way."""

from __future__ import annotations

import os
import signal
import socket

from tutor.kernel.host.active_run import ActiveRun, Execution, Steering
from tutor.kernel.host.session_reports import Relayed, SessionReports
from tutor.kernel.host.snapshot_process import BACKLOG, REWRITTEN, CellOutput, CompletedCell, SnapshotProcess
from tutor.kernel.host.snapshot_stack import SnapshotStack, Surroundings
from tutor.kernel.protocol.events import Failure, Inspected, Status
from tutor.kernel.protocol.requests import Inspect, Open, Run, SetControl
from tutor.kernel.protocol.wire import Birth, Born, Ended, Forked, FromSession, InPlace, Returned
from tutor.kernel.system import limits as words
from tutor.system import processes


class SessionSupervisor:
    """A session as the host sees it. Levels stand on one another: the first is the base, the last is the top."""

    def __init__(self, host: Surroundings, opened: Open, device: str, folder: str, *, forks: bool) -> None:
        self.number, self.seed, self.limits = opened.session, opened.seed, opened.limits
        self.device, self.folder, self._forks = device, folder, forks
        self._file = opened.file
        self._host = host
        self._stack = SnapshotStack(host, self)
        self._run: ActiveRun | None = None
        self._cell: Execution | None = None
        self._reports = SessionReports(host, self.number, self._stack)

    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._run is not None

    def open(self) -> None:
        """Start the base, so that it stands by the time that the first run comes. Raises OSError where none starts."""
        memory = self.limits.memory if self.device == "cpu" else None
        self._stack.begin(Birth(self.device, self.seed, memory, self.folder, self._forks, file=self._file))

    # ---------------------------------------------------------------------------------------- what the tutor asks

    def run(self, request: Run) -> None:
        """Begin a run. One that is under way ends as interrupted."""
        if self._run is not None:
            self._abandon()
        if not request.cells:
            self._reports.empty_run_finished(request.run)
            return
        self._run = ActiveRun.of(request, self._host.now())
        self._advance()

    def tell(self, message: Steering) -> None:
        """Pass a control or a pace on to the running cell; only the last cell of a run is paced and held."""
        if self._run is None:
            return
        self._run.note(message)
        cell = self._cell
        if cell is None or (cell.replayed and not isinstance(message, SetControl)):
            return
        if cell.printed is None:
            cell.waiting.append(message)
        elif self._stack.top.unsent > BACKLOG:
            self._reports.fault("The running cell does not respond; interrupt it to continue.")
        else:
            self._stack.tell(self._stack.top, message)

    def inspect(self, message: Inspect) -> None:
        """Have the top look at a name: between two cells at once, in a cell when it comes to listen."""
        running = self._cell is not None and self._cell.printed is not None
        if not self._stack.levels or not (self._stack.ready or running):
            problem = "There is nothing in memory to look at; run a cell first."
            self._host.send(Inspected(self.number, message.name, problem=problem))
        elif self._stack.top.unsent <= BACKLOG:
            self._stack.tell(self._stack.top, message)

    def interrupt(self) -> None:
        """Stop the run under way, if there is one."""
        if self._run is None:
            return
        self._run.interrupted = True
        cell = self._cell
        if cell is None:
            self._finish("interrupted")
        elif cell.interrupted_at is None:
            cell.interrupted_at = self._host.now()
            if cell.printed is not None:
                processes.send_signal(self._stack.top.pid, signal.SIGINT)

    def close(self) -> None:
        """End all its processes."""
        self._stack.kill(0)
        self._run = self._cell = None

    # ----------------------------------------------------------------------------------------- what the levels say

    def on_channel(self, level: SnapshotProcess) -> None:
        """Take what a level has to say."""
        if level not in self._stack.levels:
            return
        level.write()
        for message in level.receive():
            self._on_message(level, message)
            if level not in self._stack.levels:
                return
        if not level.closed:
            self._host.watch(self, level)
        else:
            self._host.unwatch(level.socket.fileno())
            if self._cell is not None and level is self._stack.top and self._cell.closed_at is None:
                self._cell.closed_at = self._host.now()

    def on_printed(self, printed: CellOutput, fd: int) -> None:
        """Take what a cell has printed."""
        if not printed.read(fd):
            self._host.unwatch(fd)
            printed.close(fd)
        if printed.too_much and self._cell is not None and printed is self._cell.printed:
            self._kill_cell("killed", Failure(words.printed_too_much(self.limits.output)))
        else:
            self._reports.mind_text(printed)

    def on_base_gone(self, pid: int, status: int) -> bool:
        """The host's child `pid` has ended; whether it was this session's base."""
        if not self._stack.levels or self._stack.levels[0].pid != pid:
            return False
        for level in self._stack.levels:
            self._exhaust(level)
        self._lost(0, status)
        return True

    # ------------------------------------------------------------------------------------------------------- time

    def deadline(self) -> float | None:
        """When `on_time` is to be called next."""
        due = [self._reports.text_due] if self._reports.text_due is not None else []
        if self._cell is not None and (end := self._cell.deadline(self.limits)) is not None:
            due.append(end)
        return min(due, default=None)

    def on_time(self) -> None:
        """Do what is due."""
        now = self._host.now()
        if self._reports.text_due is not None and now >= self._reports.text_due:
            if self._cell is not None and not self._stack.top.closed:
                self.on_channel(self._stack.top)  # what was shown before this text was written is passed on before it
            self._reports.pass_text_on()
        if self._cell is not None and (verdict := self._cell.judge(now, self.limits)) is not None:
            self._kill_cell(*verdict)

    def pids(self) -> list[int]:
        """Its levels' processes, the base first."""
        return [level.pid for level in self._stack.levels]

    def on_crowd(self, count: int, most: int) -> None:
        """Too many processes run, of this cell or of one before it: nothing that stands in memory can be kept."""
        failure = Failure(words.too_many_processes(count, most))
        if self._cell is not None:
            self._cell_finished("killed", failure)
        if self._run is not None:
            self._finish("killed")
        else:
            self._reports.fault(failure.message)
        self._go_back(0)

    # -------------------------------------------------------------------------------------------------- the stack

    def _advance(self) -> None:
        """Run the next cell of the run, on the highest level that stands as the run needs it."""
        run = self._run
        if run is None:
            return
        if not self._stack.levels:
            self._reopen()
            return
        if not self._stack.ready:
            return
        height = self._stack.standing(run)
        if height < len(self._stack.levels):
            self._go_back(height)
            return
        cell = run.following(self._stack.stood())
        self._cell = Execution(cell, cell is not run.cells[-1], self._host.now())
        self._stack.ready = False
        self._reports.cell_started(run, self._cell)
        self._stack.tell(self._stack.top, run.execute(self.number, cell))

    def _go_back(self, height: int) -> None:
        """End the levels above; the one below them says `Returned`, or a new base says `Born`."""
        self._stack.kill(height)
        if not self._stack.levels:
            self._reopen()

    def _reopen(self) -> None:
        try:
            self.open()
        except OSError as error:
            self._reports.fault(f"No process could be started: {error.strerror}.")
            if self._run is not None:
                self._finish("killed")

    def _on_message(self, level: SnapshotProcess, message: FromSession) -> None:
        match message:
            case Born():
                self._stack.ready = self._stack.born = True
                self._advance()
            case Forked(pid=pid):
                self._on_forked(level, pid)
            case InPlace():
                stdout, stderr = level.fds[:2]
                del level.fds[:2]
                self._on_running(level, stdout, stderr)
            case Returned(status=status):
                self._on_returned(level, status)
            case Ended():
                self._on_ended(level, message)
            case Inspected():
                self._host.send(message)
            case _ if isinstance(message, Relayed) and self._cell is not None:
                self._reports.relay(self._cell, message)

    def _on_forked(self, parent: SnapshotProcess, pid: int) -> None:
        fd, stdout, stderr = parent.fds[:3]
        del parent.fds[:3]
        level = SnapshotProcess(pid, socket.socket(fileno=fd))
        self._stack.push(level)
        self._on_running(level, stdout, stderr)

    def _on_running(self, level: SnapshotProcess, stdout: int, stderr: int) -> None:
        """A cell's process is there."""
        if self._cell is None or self._run is None:  # the run was abandoned meanwhile
            os.close(stdout)
            os.close(stderr)
            self._go_back(self._stack.levels.index(level))
            return
        cell = self._cell
        printed = CellOutput(
            self.number, self._run.number, cell.cell.number, self.limits.output, stdout, stderr, rewritten=REWRITTEN
        )
        cell.printed = printed
        level.printed.append(printed)
        self._host.watch_printed(self, printed)
        for message in cell.waiting:
            self._stack.tell(level, message)
        if cell.interrupted_at is not None:
            processes.send_signal(level.pid, signal.SIGINT)

    # ------------------------------------------------------------------------------------------------ how it ends

    def _on_ended(self, level: SnapshotProcess, ended: Ended) -> None:
        """The cell's own process tells how it ended."""
        cell, run = self._cell, self._run
        if cell is None or run is None:
            return
        if cell.printed is not None:
            cell.printed.drain()
            if cell.printed.too_much:
                self._kill_cell("killed", Failure(words.printed_too_much(self.limits.output)))
                return
            if ended.exits and cell.replayed:
                cell.printed.add("(The program asked for its end here; the cells below are not run.)\n")
        status, failure = ended.status, ended.failure
        if status == "ok" and run.interrupted:
            status, failure = "interrupted", Failure("The cell was interrupted.")
        self._cell_finished(status, failure, ended)
        if status == "ok":
            level.stood.append(CompletedCell(cell.cell, ended))
            level.children = frozenset(ended.children)
            self._stack.ready = True
            if cell.replayed and not ended.exits:
                self._advance()
            else:
                self._finish("ok")
        else:
            self._finish(status)
            self._go_back(self._stack.levels.index(level))

    def _kill_cell(self, status: Status, failure: Failure) -> None:
        """Kill the running cell and say so."""
        cell = self._cell
        if cell is None:
            return
        self._cell_finished(status, failure)
        self._finish(status)
        self._go_back(len(self._stack.levels) - 1)

    def _on_returned(self, level: SnapshotProcess, status: int) -> None:
        """All that stood above this level is gone."""
        height = self._stack.levels.index(level) + 1
        for above in self._stack.levels[height:]:
            self._exhaust(above)
        if level not in self._stack.levels:
            return
        processes.kill_children(level.pid, level.children)
        self._lost(height, status)

    def _exhaust(self, level: SnapshotProcess) -> None:
        """Take the last words of a process that is gone."""
        while not level.closed and level in self._stack.levels:
            messages = list(level.receive())
            for message in messages:
                self._on_message(level, message)
            if not messages:
                break

    def _lost(self, height: int, status: int) -> None:
        """The levels from this height up are gone: if one of them ran a cell, that cell was killed."""
        cell = self._cell
        if cell is not None and (height < len(self._stack.levels) or cell.printed is None):
            failure = Failure(words.what_happened(status))
            verdict: Status = "interrupted" if cell.interrupted_at is not None else "killed"
            self._cell_finished(verdict, failure)
            self._finish(verdict)
        self._stack.drop(height)
        self._stack.ready = bool(self._stack.levels)
        if not self._stack.born and self._run is not None:  # another try would end like this one
            self._reports.fault(f"The session could not start. {words.what_happened(status)}")
            self._finish("killed")
        self._advance()

    def _abandon(self) -> None:
        """End the run under way for another."""
        failure = Failure("Another run took its place.")
        if self._cell is not None and self._cell.printed is not None:
            self._kill_cell("interrupted", failure)
            return
        if self._cell is not None:
            self._cell_finished("interrupted", failure)
        self._finish("interrupted")

    def _cell_finished(self, status: Status, failure: Failure | None, ended: Ended | None = None) -> None:
        """The running cell is over, by its own account or without one."""
        cell, run = self._cell, self._run
        assert cell is not None
        assert run is not None
        self._reports.cell_finished(run, cell, status, failure, ended)
        self._cell = None

    def _finish(self, status: Status) -> None:
        run = self._run
        assert run is not None
        self._run = None
        self._reports.run_finished(run, status)
