"""The processes of a session as the host holds them, standing on one another."""

from __future__ import annotations

from typing import Protocol

from tutor.kernel.host.active_run import ActiveRun
from tutor.kernel.host.snapshot_process import CellOutput, CompletedCell, SnapshotProcess
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.wire import Birth
from tutor.system import processes


class Listener(Protocol):
    """Who is told when a level or a cell has something to say."""

    def on_channel(self, level: SnapshotProcess) -> None:
        """A level has something to say, or can take what is unsent."""

    def on_printed(self, printed: CellOutput, fd: int) -> None:
        """A cell has printed something."""


class Surroundings(Protocol):
    """What a session needs of the host."""

    def send(self, message: Message) -> None:
        """Send a message to the tutor."""

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""

    def start_base(self, birth: Birth) -> SnapshotProcess:
        """Start a base process. It says `Born` when it can run cells. Raises OSError where none can be had."""

    def watch(self, listener: Listener, level: SnapshotProcess) -> None:
        """Call `on_channel` when a level has something to say, or can take what is unsent."""

    def watch_printed(self, listener: Listener, printed: CellOutput) -> None:
        """Call `on_printed` when a cell has printed something."""

    def unwatch(self, fd: int) -> None:
        """Watch a socket or pipe no more, if it was watched."""


class SnapshotStack:
    """Levels: the first is the base, the last is the top."""

    def __init__(self, host: Surroundings, listener: Listener) -> None:
        self._host, self._listener = host, listener
        self.levels: list[SnapshotProcess] = []
        self.ready = False
        """Whether the top waits for a cell."""
        self.born = False
        """Whether the base has come so far as to run cells."""

    @property
    def top(self) -> SnapshotProcess:
        """The level that runs the next cell, or runs one."""
        return self.levels[-1]

    def begin(self, birth: Birth) -> None:
        """Start a base. Raises OSError where none can be had."""
        self.ready = self.born = False
        self.push(self._host.start_base(birth))

    def push(self, level: SnapshotProcess) -> None:
        """A level was put on top."""
        self.levels.append(level)
        self._host.watch(self._listener, level)

    def tell(self, level: SnapshotProcess, message: Message) -> None:
        """Send a message to a level, the rest of it later if it must be."""
        level.send(message)
        if level.unsent:
            self._host.watch(self._listener, level)

    def stood(self) -> list[CompletedCell]:
        """The cells that stand, one on another."""
        return [one for level in self.levels for one in level.stood]

    def standing(self, run: ActiveRun) -> int:
        """How many levels, from the base up, hold what the cells before a run's last one lead to."""
        height, stood = 0, []
        for level in self.levels:
            stood += level.stood
            if run.behind(stood) is None:
                break
            height += 1
        return height

    def kill(self, height: int) -> None:
        """End the levels from this height up. The one below them will say `Returned`."""
        if height < len(self.levels):
            processes.kill_tree(self.levels[height].pid)
        self.drop(height)

    def drop(self, height: int) -> None:
        """Let go of the levels from this height up, which have ended."""
        for level in self.levels[height:]:
            for fd in (level.socket.fileno(), *(fd for printed in level.printed for fd in printed.fds)):
                self._host.unwatch(fd)
            level.close()
        del self.levels[height:]
        self.ready = False
