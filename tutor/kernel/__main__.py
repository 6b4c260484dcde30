"""The kernel's host as a program: `python -P -m tutor.kernel`, or `pytorch-tutor-kernel`."""

from __future__ import annotations

import os
import platform
import select
import socket
import sys
import threading
from importlib import metadata, util

FORK = "PYTORCH_TUTOR_FORK"
"""Set to 0, sessions are fresh processes and not forks: as where fork is not to be had."""


def main() -> None:
    """Greet, warm up, say `Ready`, and serve until standard input ends."""
    from tutor.kernel import processes, warm
    from tutor.kernel.outbox import Outbox
    from tutor.kernel.protocol import Ready, greeting

    frames = os.dup(1)
    os.dup2(2, 1)  # from here on nothing but frames can reach the tutor
    outbox = Outbox(frames)
    outbox.put_bytes(greeting())
    forks = sys.platform == "linux" and os.environ.get(FORK) != "0"
    warm.one_thread()
    version, problem = _load(forks=forks)

    from tutor.kernel.host import Host

    processes.adopt_orphans()
    host = Host(0, outbox, forks=forks)
    host.send(
        Ready(
            python=platform.python_version(),
            torch=version,
            cores=os.cpu_count() or 1,
            seconds=processes.age(),
            forks=forks,
            hostname=socket.gethostname(),
            problem=problem,
        )
    )
    host.serve()
    os._exit(0)  # there is nothing to save, and taking torch down would take longer than it may


def _load(*, forks: bool) -> tuple[str, str]:
    """Load what sessions need; the version of torch, and why nothing can run if that is so."""
    from tutor.kernel import warm

    if util.find_spec("torch") is None:
        return "", f"torch is not installed beside {sys.executable}. Install it there: python -m pip install torch"
    if not forks:
        return metadata.version("torch"), ""
    with _Watch():
        try:
            version = warm.torch_and_optimizers()
        except (ImportError, OSError) as error:  # OSError: a library that torch brings does not fit this machine
            return "", f"torch cannot be loaded by {sys.executable}: {error}"
        warm.freeze()
    return version, ""


class _Watch:
    """Ends the process when its standard input does, while it is too busy to look; gone before anything forks."""

    def __enter__(self) -> None:
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        os.close(self._stopped)
        self._thread.join()
        os.close(self._stop)

    def _look(self) -> None:
        poll = select.poll()
        poll.register(0, 0)  # only its end, which poll always tells
        poll.register(self._stop, 0)
        for fd, _ in poll.poll():
            if fd == 0:
                os._exit(0)


if __name__ == "__main__":
    main()
