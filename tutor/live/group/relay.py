"""What a cell's process does while its ranks train: hands out their steps, passes on what they say, sees them end."""

from __future__ import annotations

import os
import pickle
import sys
from array import array
from collections.abc import Iterable, Sequence
from select import select
from time import monotonic
from typing import Any, TextIO

from tutor.live.group.conductor import Conductor
from tutor.live.group.ends import End, by_signal
from tutor.live.group.lines import TaggedLines
from tutor.live.group.messages import (
    Begun,
    Declared,
    Drawn,
    Failed,
    Finished,
    FromRank,
    Granted,
    Reached,
    Reported,
    Used,
    Wanted,
    say,
)
from tutor.live.group.starting import Rank
from tutor.live.lesson_io import LessonIO

LOOK = 0.02
"""Seconds between two looks whether each rank lives."""
BATCH = 0.025
"""Seconds that the steps take which are granted at once: a changed control waits no longer than two times that."""
MOST = 1024
"""Steps that are granted at once at most."""
UNEVEN = 0.05
"""Seconds after which a rank that waits for a step is no longer kept waiting by those that wait for none."""
PATIENCE = 1.0
"""Seconds that the others have to notice that one has ended, before they are ended."""


class Relay:
    """Stands between ranks and the stage of the process that started them."""

    def __init__(self, stage: LessonIO, conductor: Conductor, ranks: Sequence[Rank], at: memoryview) -> None:
        self._stage, self._conductor, self._ranks, self._at = stage, conductor, ranks, at
        self._until, self._size = 0, 1  # steps that were granted, in all and at once
        self._granted_at = self._wanted_at = 0.0
        self._ask_at = 0.0
        self._failed_at: float | None = None

    def run(self) -> list[End]:
        """Until each rank has ended, or has had its time after another did not come to its end."""
        while any(rank.status is None for rank in self._ranks):
            self._wait()
            self.look()
            if self._failed_at is not None and monotonic() >= self._failed_at + PATIENCE:
                break
        self._conductor.end()
        return [self._end_of(rank) for rank in self._ranks]

    def look(self) -> None:
        """Hear what the ranks and the learner have to say, and let the steps pass that are due."""
        for rank in self._ranks:
            self._hear(rank)
        self._conductor.attend()
        self._grant()

    def _wait(self) -> None:
        """Until a rank or the learner has something to say, or it is time to look at what needs no word."""
        watched: list[Any] = []
        for rank in self._ranks:
            if rank.status is None:
                watched += [] if rank.closed else [rank.socket]
                watched += [lines.fd for lines in rank.outputs if not lines.ended]
        fd = self._conductor.fd()
        if fd is not None:
            watched.append(fd)
        until = self._ask_at - monotonic()
        select(watched, [], [], min(LOOK, until) if until > 0.0 else LOOK)

    # -------------------------------------------------------------------------------------------------- listening

    def _hear(self, rank: Rank) -> None:
        """Take what a rank says, and the news of its end with all it said before."""
        if rank.status is not None:
            return
        pid, status = os.waitpid(rank.pid, os.WNOHANG)
        while data := self._received(rank):
            for message in rank.heard.feed(data):
                self._print(rank)  # what was printed before comes before
                self._take(rank, message)
        self._print(rank)
        if pid:
            rank.status = status
            rank.when = rank.when if rank.when is not None else monotonic()
            rank.wanted = None
            for lines, stream in self._streams(rank):
                _write(stream, lines.rest())
            if rank.finished is None:
                self._failed_at = self._failed_at or monotonic()

    def _received(self, rank: Rank) -> bytes:
        try:
            data = rank.socket.recv(1 << 18)
        except BlockingIOError:
            return b""
        except ConnectionResetError:
            data = b""
        rank.closed = not data
        return data

    def _streams(self, rank: Rank) -> list[tuple[TaggedLines, TextIO]]:
        return list(zip(rank.outputs, (sys.stdout, sys.stderr), strict=True))

    def _print(self, rank: Rank) -> None:
        for lines, stream in self._streams(rank):
            _write(stream, lines.read())

    def _take(self, rank: Rank, message: FromRank) -> None:
        match message:
            case Reported(names=names, rows=rows):
                self._conductor.report(rank.number, names, array("d", rows))
            case Wanted():
                if message.tick >= rank.may:  # else it was answered meanwhile
                    rank.wanted, self._wanted_at = message, monotonic()
                    self._serve(rank)
            case Begun(count=count):
                if rank is next(one for one in self._ranks if one.when is None):
                    self._conductor.begin_loop(count)
            case Declared(name=name, default=default):
                self._conductor.declare(name, default)
            case Used(name=name, default=default, value=value, step=step):
                self._conductor.used(name, default, value, step)
            case Drawn(name=name, view=view):
                self._stage.view(f"{name} · rank {rank.number}" if name else f"rank {rank.number}", view)
            case Reached(result=result):
                self._stage.reached(result)
            case Finished():
                rank.finished, rank.when = message, monotonic()
            case Failed():
                rank.failed, rank.when = message, monotonic()
                self._failed_at = self._failed_at or monotonic()

    # --------------------------------------------------------------------------------------------------- stepping

    def _grant(self) -> None:
        """Let all ranks take further steps, where one waits for them and they are due."""
        training = [rank for rank in self._ranks if rank.when is None]
        asking = [rank.wanted for rank in training if rank.wanted is not None]
        now = monotonic()
        if not asking or (len(asking) < len(training) and now < self._wanted_at + UNEVEN):
            return
        if not self._conductor.hurried() and not all(one.waits for one in asking):
            return  # they are held, or paced, where all that came before has been said
        seconds = self._conductor.due_in(asking[0].step)
        if seconds != 0.0:
            self._ask_at = now + LOOK if seconds is None else now + seconds
            return
        self._size = self._many(now)
        self._until += self._size
        self._granted_at = now
        for rank in training:
            rank.granted.append(Granted(self._until, self._conductor.controls()))
            self._serve(rank)

    def _many(self, now: float) -> int:
        """How many steps to grant at once: one where each is asked for, else as many as are soon taken."""
        if not self._conductor.hurried() or not self._granted_at:
            return 1
        seconds = max(now - self._granted_at, 1e-9) / self._size
        return max(1, min(int(BATCH / seconds), 4 * self._size, MOST))

    def _serve(self, rank: Rank) -> None:
        """Tell a rank that waits what it was granted. Each waits for itself, and all are told the same in turn."""
        if rank.wanted is None or not rank.granted:
            return
        rank.wanted, granted = None, rank.granted.popleft()
        rank.may = granted.until
        try:
            say(rank.socket, granted)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has ended, and is found dead at the next look

    # ----------------------------------------------------------------------------------------------------- ending

    def _end_of(self, rank: Rank) -> End:
        step = self._at[rank.number]
        when, place = rank.when or monotonic(), None if step < 0 else int(step)
        if rank.finished is not None:
            return End(rank.number, "returned", when, place)
        if rank.failed is not None:
            one = rank.failed
            return End(rank.number, "raised", when, place, one.words, one.of_group, one.late, one.way, _loaded(one))
        if rank.status is None:
            return End(rank.number, "stopped", when, place)
        if os.WIFSIGNALED(rank.status):
            return End(rank.number, "killed", when, place, by_signal(os.WTERMSIG(rank.status)))
        return End(rank.number, "exited", when, place, str(os.WEXITSTATUS(rank.status)))


def _write(stream: TextIO | None, lines: Iterable[str]) -> None:
    """Pass lines on to where the cell itself prints, if it left itself such a place."""
    for line in lines:
        if stream is not None and not stream.closed:
            stream.write(line)


def _loaded(failed: Failed) -> BaseException | None:
    if failed.error is None:
        return None
    try:
        error = pickle.loads(failed.error)
    except Exception:  # its class is made again by other arguments than it was made with
        return None
    return error if isinstance(error, BaseException) else None
