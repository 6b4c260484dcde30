"""A warm process that forks a kernel for whoever asks, so that a test of the command line need not wait for torch.

`Nursery.command` is for `--kernel`: a small program that hands its standard input, output and error to a fork of the
warm process, in which the real kernel's `main` then runs, and that ends when the fork does.
"""

from __future__ import annotations

import os
import select
import shlex
import socket
import subprocess
import sys
from pathlib import Path

_RELAY = """
import socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
socket.send_fds(line, [b"x"], [0, 1, 2])
line.recv(1)
"""


class Nursery:
    """The warm process, from the test's side."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "nursery"
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(self._path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"warm\n"

    @property
    def command(self) -> str:
        """What --kernel takes."""
        return shlex.join([sys.executable, "-I", "-S", "-c", _RELAY, str(self._path)])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def serve(path: str) -> None:
    """Fork a kernel for each connection until standard input ends."""
    from tutor.kernel.__main__ import main
    from tutor.kernel.host import warm

    warm.one_thread()
    warm.torch_and_optimizers()
    warm.checks_once()
    warm.freeze()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        print("warm", flush=True)
        while True:
            ready, _, _ = select.select([0, listener.fileno()], [], [], 0.5)
            if 0 in ready:
                return
            if ready:
                line, _ = listener.accept()
                _, fds, _, _ = socket.recv_fds(line, 1, 3)
                if os.fork() == 0:
                    listener.close()
                    for number, fd in enumerate(fds):
                        os.dup2(fd, number)
                        os.close(fd)
                    os.set_inheritable(line.fileno(), False)
                    main([])  # never returns; the line closes with the process
                for fd in fds:
                    os.close(fd)
                line.close()
            while _reaped():
                pass


def _reaped() -> bool:
    """Take note of a fork that has ended; whether there was one."""
    try:
        pid, _ = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return pid != 0


if __name__ == "__main__":
    serve(sys.argv[1])
