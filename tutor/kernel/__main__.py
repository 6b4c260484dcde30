"""The kernel's host as a program: `python -P -m tutor.kernel`, or `pytorch-tutor-kernel`."""

from __future__ import annotations

import argparse
import os
import platform
import select
import socket
import sys
import threading
from collections.abc import Sequence
from importlib import metadata, util
from pathlib import Path

from tutor.platforms import require_unix

_PROFILER_LOG = "KINETO_LOG_LEVEL"
"""The variable that keeps the log of torch's profiler, lines for its own developers, out of what a cell says."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Greet, warm up, say `Ready`, and serve until standard input ends, or nothing comes of the tutor for too long."""
    require_unix()
    (silence, course), most = _options(arguments), _most_processes()

    from tutor.kernel.host import warm
    from tutor.kernel.host.outbox import Outbox
    from tutor.kernel.protocol.connection import Ready, greeting
    from tutor.kernel.system import compiling
    from tutor.learner.home import cache_folder
    from tutor.system import processes

    frames = os.dup(1)
    os.dup2(2, 1)  # from here on nothing but frames can reach the tutor
    outbox = Outbox(frames)
    outbox.put_bytes(greeting())
    forks = processes.forks(os.environ)
    warm.one_thread()
    os.environ.setdefault(_PROFILER_LOG, "7")
    compiling.keep_compiled(os.environ, cache_folder() / "compiled")
    version, problem = _load(forks=forks)

    from tutor.kernel.host.host import Host

    # whoever starts a kernel for one check, as the command line does, waits for nothing that this check does not use
    asked, one_check = _asked() if forks and version else (b"", False)
    rest = _optimizers if one_check else None
    if forks and version and rest is None:
        _optimizers()
    processes.adopt_orphans()
    host = Host(0, outbox, forks=forks, silence=silence, most_processes=most, asked=asked, rest=rest, course=course)
    host.send(
        Ready(
            python=platform.python_version(),
            torch=version,
            cores=os.cpu_count() or 1,
            seconds=processes.age(),
            forks=forks,
            hostname=socket.gethostname(),
            problem=problem,
            compiler=compiling.compiler(os.environ),
        )
    )
    host.serve()
    _say(host.reason)
    os._exit(0)  # there is nothing to save, and taking torch down would take longer than it may


def _options(arguments: Sequence[str] | None) -> tuple[float | None, str]:
    """What the command line says of silence, and of where the course is."""
    from tutor import __version__
    from tutor.kernel.protocol import pulse

    parser = argparse.ArgumentParser(
        "pytorch-tutor-kernel",
        description="The part of pytorch-tutor that computes. The tutor starts it, here or on another machine "
        "(pytorch-tutor --kernel COMMAND), and speaks with it over standard input and output.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--silence",
        type=str,
        metavar="SECONDS",
        help="end, with all that runs, once the tutor was not heard of for so long; 'never' lets a training outlive a "
        f"closed lid. By default what {pulse.SETTING} says on the tutor's side, else {pulse.SILENCE:g}.",
    )
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="the copy on this machine of the course that the tutor opens, for the files that it ships; by default the "
        "folder that the course has on the tutor's side. The tutor's own course needs none.",
    )
    options = parser.parse_args(arguments)
    if options.course is not None and not (options.course / "course.toml").is_file():
        parser.error(f"--course {options.course}: there is no course.toml in it")
    course = "" if options.course is None else str(options.course.resolve())
    try:
        return None if options.silence is None else pulse.seconds(options.silence), course
    except ValueError as error:
        parser.error(f"--silence {error}")


def _most_processes() -> int:
    """What the environment says of it."""
    from tutor.kernel.host import process_watch

    try:
        return process_watch.most(os.environ)
    except ValueError as error:
        sys.exit(f"{error}.")


def _say(reason: str) -> None:
    """Write a line to standard error if that can be done without waiting: the other end may be long gone."""
    os.set_blocking(2, False)
    try:
        os.write(2, f"{reason}\n".encode() if reason else b"")
    except (BlockingIOError, BrokenPipeError):
        return


def _load(*, forks: bool) -> tuple[str, str]:
    """Load what sessions need; the version of torch, and why nothing can run if that is so."""
    from tutor.kernel.host import warm

    if util.find_spec("torch") is None:
        return "", f"torch is not installed beside {sys.executable}. Install it there: python -m pip install torch"
    if not forks:
        return metadata.version("torch"), ""
    with _Watch():
        try:
            version = warm.torch_itself()
        except (ImportError, OSError) as error:  # OSError: a library that torch brings does not fit this machine
            return "", f"torch cannot be loaded by {sys.executable}: {error}"
        warm.freeze()
    return version, ""


def _optimizers() -> None:
    """Load what the first optimizer loads."""
    from tutor.kernel.host import warm

    with _Watch():
        warm.optimizers()
        warm.freeze()


def _asked() -> tuple[bytes, bool]:
    """What the tutor has sent by now; and whether that is a check of code that speaks of no optimizer.

    The bytes are the host's to answer; here they are only looked at.
    """
    from tutor.kernel.protocol.checks import Check
    from tutor.kernel.protocol.messages import Frames, decode_to_kernel

    data = b""
    while select.select([0], [], [], 0)[0]:
        if not (more := os.read(0, 1 << 18)):
            os._exit(0)
        data += more
    try:
        messages = [decode_to_kernel(body) for body in Frames().feed(data)]
    except ValueError:  # msgspec's error is one, too: the host says what is wrong
        return data, False
    checks = [one for one in messages if isinstance(one, Check)]
    return data, bool(checks) and not any("optim" in one.answer + one.tests for one in checks)


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
