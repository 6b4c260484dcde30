"""A session's processes: each runs cells, and waits as a snapshot while a fork of it runs those that follow.

The base is forked from the warm host, or is a fresh process (`tutor.kernel.host.fresh`) where
fork is not to be had. Asked to run a cell, the top process forks; the child runs the cell and is the new top, its
parent waits for its end and keeps what stood before. A process that cannot be forked safely runs the cell itself, and
so does one that stands on many snapshots, as long as what it would have to run again takes no time.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import random
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NoReturn

from tutor import live
from tutor.kernel.protocol.events import Failure, Status
from tutor.kernel.protocol.requests import Inspect
from tutor.kernel.protocol.wire import (
    Birth,
    Born,
    Ended,
    Execute,
    Forked,
    InPlace,
    Judged,
    Prepare,
    Returned,
)
from tutor.kernel.session import output_stream, workers
from tutor.kernel.session.asking import SECONDS, answer
from tutor.kernel.session.cells import Namespace
from tutor.kernel.session.channel import Channel
from tutor.kernel.session.habits import no_debugger
from tutor.kernel.session.output_stream import OutputStream
from tutor.kernel.session.session_io import SessionIO
from tutor.kernel.session.tracebacks import failure
from tutor.kernel.system import compiling, limits
from tutor.live import figures, tensorboard
from tutor.live.data import COPIED_TO, COPIES, COURSE, TITLE
from tutor.live.plots import unseen
from tutor.system import openmp, processes

HIGH = 100
"""Our own descriptors lie from here on, out of the way of code that closes the low ones."""
DEEP = 40
"""Snapshots that stand one on another before they are made sparingly. Linux keeps, for each part of a process's memory,
a list of all the processes that it came from by forks: at 300 of them a fork took 100 ms, and the lists 700 MB."""
WORTH = 1.0
"""Seconds that the cells in one process have taken, after which even a deep stack gets another snapshot."""


Preparing = Callable[[Prepare, str, Channel], Judged]
"""Loads what a check needs, in a work folder, waits at the channel for an answer, and judges it."""


class SessionProcess:
    """One process of a session: the base, or a level above it."""

    def __init__(self, channel: Channel, birth: Birth, prepare: Preparing) -> None:
        self._channel = channel
        self._birth = birth
        self._prepare = prepare
        self._namespace = Namespace()
        self._namespace.enter()
        workers.share(self._namespace.module, self._namespace.sources)
        self._children: tuple[int, ...] = ()
        self._depth = 0
        """How many snapshots it stands on."""
        self._spent = 0.0
        """Seconds that the cells took that were run in this process."""
        self._hears = False
        self._stage = SessionIO(birth.device, channel)
        live.enter(self._stage)

    def be_started_as(self, file: Path) -> None:
        """Have cells find what a script finds: itself, no arguments, and what lies beside it, where that is here; and
        what a notebook finds, `display`."""
        sys.argv = [str(file)]
        vars(self._namespace.module).update(__file__=str(file), display=figures.display)
        if file.parent.is_dir():
            os.chdir(file.parent)
            sys.path.insert(0, str(file.parent))

    def serve(self) -> NoReturn:
        """Run what the host asks for, until it kills this process."""
        while True:
            self._channel.receive(None)
            while self._channel.inbox:
                message = self._channel.inbox.popleft()
                if isinstance(message, Execute | Prepare):
                    self._execute(message)
                elif isinstance(message, Inspect):
                    names = vars(self._namespace.module)
                    self._channel.send(answer(message.session, message.name, names, seconds=SECONDS))

    def _execute(self, request: Execute | Prepare) -> None:
        """Run a cell, or be ready for an answer, in a fork or here; returns in what is the top then."""
        _usual_signals()
        _fill_standard()
        outputs = os.pipe(), os.pipe()
        worth = self._depth < DEEP or self._spent >= WORTH or isinstance(request, Prepare)
        if self._birth.forks and worth and processes.thread_count() == 1 and not _gpu_in_use():
            if not self._fork(outputs):
                return
        else:
            self._channel.send(InPlace(), [outputs[0][0], outputs[1][0]])
            _take_outputs(outputs)
        if isinstance(request, Execute):
            self._channel.send(self._run(request))
        else:
            streams = self._present()
            judged = self._prepare(request, self._birth.folder, self._channel)
            _flush_all(streams)
            self._channel.send(judged)

    def _fork(self, outputs: tuple[tuple[int, int], tuple[int, int]]) -> bool:
        """True in the child; False in this process, once the child is gone and this is the top again."""
        ours, theirs = socket.socketpair()
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        state = random.getstate()  # the library seeds itself anew in a fork
        pid = processes.fork()
        if pid == 0:
            random.setstate(state)
            self._depth, self._spent = self._depth + 1, 0.0
            processes.adopt_orphans()
            workers.forget_server()
            os.setpgid(0, 0)
            self._channel.close()
            theirs.close()
            _take_outputs(outputs)
            self._channel = self._stage.channel = Channel(lifted(ours))
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            return True
        ours.close()
        self._channel.send(Forked(pid), [theirs.fileno(), outputs[0][0], outputs[1][0]])
        theirs.close()
        for fd in (*outputs[0], *outputs[1]):
            os.close(fd)
        _, status = os.waitpid(pid, 0)
        if not self._children:  # what is left are orphans of the child's, none that a cell may want to wait for
            for _ in processes.reap():
                pass
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        self._channel.send(Returned(status))
        return False

    def _present(self) -> tuple[OutputStream, OutputStream]:
        """Be in the work folder, with the standard streams that the learner's code expects; the two it writes to."""
        _present_folder(self._birth.folder)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        if not os.environ.get("PYTHONBREAKPOINT"):
            sys.breakpointhook = no_debugger
        stdout, stderr = sys.stdout, sys.stderr = output_stream.pair()
        return stdout, stderr

    def _hear_of_compiling(self) -> None:
        """From the first cell on, the stage is told when torch.compile begins to work, and when it is done."""
        if not self._hears:
            from tutor.compat.torch_compiling import on_compiling  # what it loads is there, unless this is for a check

            on_compiling(lambda: self._stage.awaits(compiling.WAIT), lambda: self._stage.awaits(""))
            self._hears = True

    def _run(self, request: Execute) -> Ended:
        """Run the cell here and tell how it ended."""
        stdout, stderr = self._present()
        self._stage.begin(request, lambda: (stdout.written, stderr.written))
        self._hear_of_compiling()
        figures.begin()
        tensorboard.begin()
        began = perf_counter()
        status: Status = "ok"
        failed: Failure | None = None
        exits = False
        try:
            try:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
                value = self._namespace.run(request.cell)
                figures.show_open()
                self._stage.settle()
                if unseen(value) and not figures.drawn(value):
                    self._stage.show("", value)
            finally:
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        except KeyboardInterrupt as error:
            status, failed = "interrupted", failure(error, self._namespace.files)
            processes.interrupt_children()  # as a terminal would; a loader waits for its workers when it is let go
        except BaseException as error:
            exits = bool(self._birth.file) and isinstance(error, SystemExit) and _is_in_order(error.code)
            if not exits:  # SystemExit too: a lesson's cell that exits is a cell that fails
                status, failed = "error", failure(error, self._namespace.files)
        if failed is not None or exits:
            figures.show_what_can_be()
        seconds = perf_counter() - began
        self._spent += seconds
        _flush_all((stdout, stderr))
        self._stage.finish()
        if self._birth.forks and processes.thread_count() > 1:
            openmp.rest()  # so that this process can be kept as a snapshot, and what follows need not run it again
        self._children = processes.own_children() if self._birth.forks else ()  # else no snapshot is gone back to
        used = self._stage.used
        defaults = {name: self._stage.defaults[name] for name in used}
        return Ended(status, seconds, failed, used, defaults, self._children, exits)


def begin(channel: Channel, birth: Birth, prepare: Preparing) -> NoReturn:
    """Be the base of a session, in a process that is this one's own from now on."""
    import numpy
    import torch

    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    os.setsid()  # no terminal to read from behind our back, and a process group of its own
    processes.adopt_orphans()
    os.chdir(birth.folder)
    workers.keep_in(birth.folder)
    os.environ |= {COURSE: birth.course, TITLE: birth.title, COPIES: str(Path(birth.folder, COPIED_TO))}
    if birth.forks and birth.device == "cpu":  # more of them would keep a cell that compiles from being a snapshot
        os.environ.setdefault(compiling.THREADS, "1")
    limits.apply(birth.memory)
    _usual_signals()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    torch.manual_seed(birth.seed)
    numpy.random.seed(birth.seed % 2**32)
    random.seed(birth.seed)
    session = SessionProcess(channel, birth, prepare)
    if birth.file:
        session.be_started_as(Path(birth.file))
    channel.send(Born())
    session.serve()


def _fill_standard() -> None:
    """Have something open on 0, 1 and 2, for a cell may have closed them and new pipes must not land there."""
    fd = os.open(os.devnull, os.O_RDWR)
    while fd <= 2:
        fd = os.dup(fd)
    os.close(fd)


def _take_outputs(outputs: tuple[tuple[int, int], tuple[int, int]]) -> None:
    """Write to these pipes from now on, and read nothing."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for target, (reading, writing) in enumerate(outputs, 1):
        os.close(reading)
        os.dup2(writing, target)
        os.close(writing)


def lifted(sock: socket.socket) -> socket.socket:
    """The socket on a descriptor out of harm's way."""
    fd = fcntl.fcntl(sock.fileno(), fcntl.F_DUPFD_CLOEXEC, HIGH)
    sock.close()
    return socket.socket(fileno=fd)


def _usual_signals() -> None:
    """What a cell before did to the signals does not bind the next."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _gpu_in_use() -> bool:
    """Whether this process holds a GPU, which a fork of it could not use."""
    import torch

    return bool(torch.cuda.is_initialized())


def _is_in_order(code: object) -> bool:
    """Whether a program that ends with this has done what it was to do; what a `main` returned may be anything, and a
    tensor is not to be compared."""
    return code is None or (type(code) in (int, bool) and not code)


def _present_folder(folder: str) -> None:
    """Go back to the work folder where a cell took the ground from under its feet."""
    try:
        Path.cwd()
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)
        os.chdir(folder)


def _flush_all(streams: tuple[OutputStream, OutputStream]) -> None:
    for stream in streams:
        _flush(stream)
    _libc.fflush(None)  # what compiled code printed into a buffer of its own


def _flush(stream: OutputStream) -> None:
    try:
        if not stream.closed:
            stream.flush()
    except OSError:
        return  # the cell closed the descriptor beneath it: there is nobody left to read this


_libc = ctypes.CDLL(None)
