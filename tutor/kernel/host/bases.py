"""Starting the base processes of sessions: forks of the host, or fresh ones where fork is not to be had."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys

from tutor.kernel.host.signals import ENDING
from tutor.kernel.host.snapshot_process import SnapshotProcess
from tutor.kernel.judge.awaiting import prepared
from tutor.kernel.protocol.wire import Birth
from tutor.kernel.session import session
from tutor.kernel.session.channel import Channel
from tutor.system import processes


class Bases:
    """Starts bases; keeps a fresh process warm for the next where it has to do without fork."""

    def __init__(self, *, forks: bool) -> None:
        self._forks = forks
        self._spare: SnapshotProcess | None = None
        self.pids: set[int] = set()
        """The bases that were started and are not known to have ended."""

    def start(self, birth: Birth) -> SnapshotProcess:
        """A base, which says `Born` when it can run cells. Raises OSError where no process can be had."""
        if self._forks:
            base = _fork(birth)
        else:
            base = self._spare or _spawn()
            base.send(birth)
            self._spare = _spawn()
            self.pids.add(self._spare.pid)
        self.pids.add(base.pid)
        return base

    def gone(self, pid: int) -> None:
        """A child of the host has ended: if it was the spare, the next base is a new one."""
        self.pids.discard(pid)
        if self._spare is not None and self._spare.pid == pid:
            self._spare.close()
            self._spare = None


def leave_host(keep: int) -> None:
    """In a fork: let go of the host's signals and of all its descriptors but the standard ones and `keep`."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, *ENDING):
        signal.signal(number, signal.SIG_DFL)
    os.closerange(3, keep)
    os.closerange(keep + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _fork(birth: Birth) -> SnapshotProcess:
    ours, theirs = socket.socketpair()
    pid = processes.fork()
    if pid:
        theirs.close()
        return SnapshotProcess(pid, ours)
    try:
        theirs = session.lifted(theirs)
        leave_host(theirs.fileno())
        session.begin(Channel(theirs), birth, prepared)
    finally:
        os._exit(1)  # whatever happens, this process must not go on as a second host


def _spawn() -> SnapshotProcess:
    ours, theirs = socket.socketpair()
    theirs.set_inheritable(True)
    arguments = [sys.executable, "-P", "-m", "tutor.kernel.host.fresh", str(theirs.fileno()), str(os.getpid())]
    pid = os.posix_spawn(sys.executable, arguments, os.environ)
    theirs.close()
    return SnapshotProcess(pid, ours)
