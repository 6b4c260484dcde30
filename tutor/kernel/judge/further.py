"""Further answers to the same exercise: each is judged in a fork of the process that has collected the checks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tutor.kernel.protocol.checks import Check, Checked, Further
from tutor.system import processes

_fork, _end, _listed = processes.fork, os._exit, os.listdir
_answered = msgspec.msgpack.Decoder(Checked)


class FurtherAnswers:
    """What a process that judges makes of the answers that came with the one it was asked about.

    Starting a process, loading pytest and collecting the checks takes several times as long as most checks do. Where
    many answers to one exercise are to be judged, that is done once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._line: Connection | None = None
        """In a fork: where its verdict goes."""
        self.checked: list[Checked | None] = []
        """The verdicts, in order; None where the process ended without one, or took too long."""

    @property
    def forked(self) -> bool:
        """Whether this process is a fork that judges a further answer."""
        return self._line is not None

    def judged_by_forks(self, check: Check) -> Check:
        """What this process itself has to judge: in each fork one of the further answers, and here, when those are
        done, the answer that was asked about."""
        if check.further and processes.forks(os.environ) and processes.thread_count() == 1:
            standing = frozenset(_listed(self._folder))
            for one in check.further:
                mine = self._judged_by_fork(one)
                if not mine:
                    own = replace(check, answer=one.answer, starter=one.starter, more_seeds=one.more_seeds)
                    return replace(own, further=())
                self._sweep(standing)
        return replace(check, further=())

    def _judged_by_fork(self, one: Further) -> bool:
        """True here, when the fork has ended; False in the fork."""
        reading, writing = Pipe(duplex=False)
        pid = _fork()
        if pid == 0:
            reading.close()
            os.setpgid(0, 0)
            self._line = writing
            return False
        writing.close()
        with reading:
            self.checked.append(_told(reading, one.seconds))
        processes.kill_tree(pid)
        os.waitpid(pid, 0)
        return True

    def _sweep(self, standing: Collection[str]) -> None:
        """Leave nothing to the next answer that this one wrote."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in _listed(self._folder):
            if name not in standing:
                path = self._folder / name
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def told(self, checked: Checked) -> Checked:
        """The verdict, with those on the further answers; from a fork it goes to the process that forked it."""
        if self._line is not None:
            self._line.send_bytes(msgspec.msgpack.encode(checked))
        return replace(checked, further=tuple(self.checked))

    def __enter__(self) -> FurtherAnswers:
        return self

    def __exit__(self, *_: object) -> None:
        """End a fork, whatever happened in it: there is one process to go on."""
        if self._line is not None:
            _end(0)


def _told(line: Connection, seconds: float | None) -> Checked | None:
    """The verdict of a fork, within its time."""
    try:
        return _answered.decode(line.recv_bytes()) if line.poll(seconds) else None
    except (EOFError, OSError, msgspec.MsgspecError):  # it was killed, or the answer wrote where it should not
        return None
