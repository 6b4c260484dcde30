"""A warm process that forks a kernel for whoever asks, so that a test need not wait for torch.

`Nursery.command` starts a kernel: a small program that hands its standard streams, environment, folder and arguments to
a fork of the warm process, in which the real kernel's `main` then runs. The program ends as the fork does, passes on
signals that it may pass on, and takes the fork along where it is killed itself. A kernel that does without fork gets
its fresh processes in the same way.
"""

from __future__ import annotations

import json
import os
import resource
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

_RELAY = """
import json, os, signal, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
started = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(line, [len(started).to_bytes(4)], [0, 1, 2])
line.sendall(started)
pid = int(line.recv(20))
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda number, frame: os.kill(pid, number))
for number in range(3):
    os.close(number)
status = os.waitstatus_to_exitcode(int(line.recv(20)))
if status < 0:
    if -status != signal.SIGKILL:
        signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(status)
"""


_posix_spawn = os.posix_spawn


class Nursery:
    """The warm process, from the test's side."""

    def __init__(self, folder: Path) -> None:
        self._path, self._relay = folder / "nursery", folder / "kernel.py"
        self._relay.write_text(_RELAY, encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(self._path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"warm\n"

    @property
    def command(self) -> str:
        """What --kernel takes."""
        return shlex.join([sys.executable, "-I", "-S", str(self._relay), str(self._path)])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def serve(path: str) -> None:
    """Fork a kernel for each connection until standard input ends."""
    from tutor.kernel.host import warm

    warm.one_thread()
    warm.torch_and_optimizers()
    warm.checks_once()
    warm.freeze()
    warm.gather_pages()
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    kernels: dict[int, socket.socket] = {}
    """By its pid, the line to the program that stands for a kernel."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("warm", flush=True)
    while True:
        lines = [line for line in kernels.values() if line.fileno() >= 0]
        waited: list[Any] = [0, woken, listener, *lines]
        ready, _, _ = select.select(waited, [], [])
        if 0 in ready:
            return
        for pid, line in kernels.items():
            if line in ready:  # it has nothing to say: it was killed
                line.close()
                _kill(pid)
        if woken in ready:
            os.read(woken, 1 << 12)
            for pid, status in _ended():
                with kernels.pop(pid) as line:
                    _tell(line, status)
        if listener in ready:
            line, _ = listener.accept()
            if started := _started(line):
                pid = os.fork()
                if pid == 0:
                    os.close(woken)
                    os.close(waking)
                    _be_kernel(line, [listener, *kernels.values()], *started)
                kernels[pid] = line
                for fd in started[1]:
                    os.close(fd)


def _started(line: socket.socket) -> tuple[bytes, list[int]] | None:
    """How the program at the other end of the line was begun, and its standard streams; None where it is gone."""
    size, fds, _, _ = socket.recv_fds(line, 4, 3)
    told = b""
    while (rest := int.from_bytes(size) - len(told)) and (more := line.recv(rest)):
        told += more
    return (told, fds) if fds and not rest else None


def _be_kernel(line: socket.socket, others: list[socket.socket], started: bytes, fds: list[int]) -> NoReturn:
    """In a fork: run a kernel as that program would have."""
    from tutor.kernel.__main__ import main

    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        _tell(line, os.getpid())
        for one in (line, *others):
            one.close()
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
            os.close(fd)
        arguments, folder, environment = json.loads(started)
        os.chdir(folder)
        tempfile.tempdir = None  # as the environment says
        os.environ.clear()
        os.environ.update(environment)
        mock.patch("os.posix_spawn", _spawn_warm).start()
        main(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)  # whatever happens, this process must not go on as a second nursery


def _spawn_warm(path: str, arguments: list[str], environment: Mapping[str, str], **how: Any) -> int:
    """In place of `os.posix_spawn`, in a kernel that does without fork: a base process of a session is begun in one
    that is as it would be but for what has been loaded already."""
    from tutor.kernel.host import fresh

    if arguments[-3:-2] != [fresh.__name__]:  # another program, as Python 3.13 starts one
        return _posix_spawn(path, arguments, environment, **how)
    if pid := os.fork():
        return pid
    try:
        signal.set_wakeup_fd(-1)
        for number in signal.valid_signals():
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        channel = int(arguments[-2])
        os.closerange(3, channel)
        os.closerange(channel + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        sys.argv = arguments[-3:]
        fresh.main()
    finally:
        os._exit(1)


def _kill(pid: int) -> None:
    """A fork and its process group, if it has one by now; it was not waited for yet."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)


def _ended() -> Iterator[tuple[int, int]]:
    """The forks that have ended, each with its status."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def _tell(line: socket.socket, number: int) -> None:
    """Say a number to the program that stands for a kernel, if it is still there."""
    with suppress(OSError):
        line.sendall(b"%020d" % number)


if __name__ == "__main__":
    serve(sys.argv[1])
