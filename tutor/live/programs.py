"""Programs that a cell starts, such as torchrun on a file of the work folder: `live.command`."""

from __future__ import annotations

import codecs
import os
import selectors
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from tutor.live.data import COPIES
from tutor.system import linux, processes
from tutor.system.endings import signal_in_words
from tutor.system.keeper import ENDED, told

LONGEST = 76
"""Characters of a command line that are shown."""
_CHUNK = 1 << 16


def command(program: Sequence[str | os.PathLike[str]], *, announce: str = "") -> int:
    """Start a program and wait for its end; its exit status, negative where a signal ended it: 0 says that all is well.

    `program` is a list of words, which no shell reads: `live.command([sys.executable, "train.py"])`, and torchrun is
    `[sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "train.py"]`. It starts in the work
    folder, where cells write their files, and finds its input empty. What it writes comes as it is written. `announce`
    is what is said to be starting, instead of these words.

    When the cell is stopped, or ends in any other way, the program ends with all that it has started; what it leaves
    running at its own end is ended, too. Raises FileNotFoundError or PermissionError where there is no such program to
    start.
    """
    words = _words(program)
    name, found = _shown(words), _found(words)
    _write("stdout", f"starting {announce or name} …\n")
    status = run_program(found, os.environ)
    if status > 0:
        _write("stderr", f"{name} ended with exit status {status}: it failed. What it wrote last may say why.\n")
    elif status < 0:
        _write("stderr", f"{name} was ended: {signal_in_words(-status)}.\n")
    return status


def _words(program: Sequence[str | os.PathLike[str]]) -> list[str]:
    """The words of the command line. Raises TypeError or ValueError on what is none."""
    if isinstance(program, str | bytes | os.PathLike):
        raise TypeError(
            "live.command: the program is a list of words, as in live.command([sys.executable, 'train.py']), "
            f"not {program!r}: no shell reads it"
        )
    words = list(program)
    if not words:
        raise ValueError("live.command: the list is empty; its first word is the program")
    for word in words:
        if not isinstance(word, str | os.PathLike):
            raise TypeError(f"live.command: each word is a text, and {word!r} is not one; write {str(word)!r}")
    return [os.fsdecode(word) for word in words]


def _shown(words: Sequence[str]) -> str:
    """The command as one would type it in a shell."""
    name = "python" if words[0] == sys.executable else words[0]
    line = " ".join(shlex.join([name, *words[1:]]).split())
    return f"{line[:LONGEST]}…" if len(line) > LONGEST else line


def _found(words: Sequence[str]) -> list[str]:
    """The words with the program's own path. Raises FileNotFoundError or PermissionError where there is none."""
    if (path := shutil.which(words[0])) is not None:
        return [path, *words[1:]]
    if Path(words[0]).is_file() and os.sep in words[0]:
        raise PermissionError(
            f"live.command: {words[0]} may not be run as a program. A Python file is started by Python: "
            f"[sys.executable, {words[0]!r}]"
        )
    raise FileNotFoundError(
        f"live.command: there is no program {words[0]!r} here. [sys.executable, …] is the Python that runs this cell; "
        "with '-m' and the name of a module it starts what that brings, as in [sys.executable, '-m', "
        "'torch.distributed.run', …], which is torchrun"
    )


def run_program(words: Sequence[str], environ: Mapping[str, str]) -> int:
    """The program's exit status, once it and all that came of it have ended. Raises OSError where it cannot start."""
    before = processes.own_children()
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            keeper = subprocess.Popen(
                [sys.executable, "-P", "-m", "tutor.system.keeper", str(theirs.fileno()), *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # so that ctrl+c in a terminal reaches this process, which then ends the rest
                env=_environment(environ),
            )
        said = None
        try:
            said = told(_relay(keeper, ours))
        finally:
            if said is None:
                processes.kill_tree(keeper.pid)
            ended = keeper.wait()
            if said is None and ended < 0:  # whatever the keeper had adopted is this process's, or nobody's
                processes.kill_children(os.getpid(), keep=before)
            for pipe in (keeper.stdout, keeper.stderr):
                if pipe is not None:
                    pipe.close()
    if said is None:
        return ended or 1
    word, number = said
    if word != ENDED:
        raise OSError(number, f"live.command: {words[0]} cannot be started: {os.strerror(number)}")
    return os.waitstatus_to_exitcode(number)


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What the program finds in its environment: what a Python program prints comes when it is printed, and what it
    would leave behind when it is ended goes with the work folder, where the tutor has made one."""
    found = {"PYTHONUNBUFFERED": "1", **environ}
    if COPIES in environ and linux.TELLS:  # elsewhere paths of sockets would be longer than they may be
        folder = Path(environ[COPIES]).with_name(".tmp")
        folder.mkdir(exist_ok=True)
        found["TMPDIR"] = str(folder)
    return found


def _relay(keeper: subprocess.Popen[bytes], said: socket.socket) -> bytes:
    """Pass on what comes of the program until its keeper has nothing more to say; what it has said."""
    outputs = [_Output("stdout", keeper.stdout), _Output("stderr", keeper.stderr)]
    words = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(said, selectors.EVENT_READ)
        for output in outputs:
            waiting.register(output, selectors.EVENT_READ, output)
        while True:
            for key, _ in waiting.select():
                output = key.data
                if output is not None:
                    output.pass_on()
                    if output.ended:
                        waiting.unregister(output)
                elif more := said.recv(_CHUNK):
                    words += more
                else:  # nobody is left to write: what stands in the pipes is all
                    for output in outputs:
                        while output.pass_on():
                            pass
                    return words


class _Output:
    """What the program writes to one of its two streams, on its way to the same of the cell."""

    def __init__(self, stream: str, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        self._stream, self._pipe = stream, pipe
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self.ended = False
        os.set_blocking(pipe.fileno(), False)

    def fileno(self) -> int:
        """Where it is read."""
        return self._pipe.fileno()

    def pass_on(self) -> bool:
        """Pass on what has come; whether there was anything."""
        try:
            data = os.read(self.fileno(), _CHUNK)
        except BlockingIOError:
            return False
        self.ended = not data
        _write(self._stream, self._decoder.decode(data, final=not data))
        return bool(data)


def _write(stream: str, text: str) -> None:
    """Write as the cell itself would, and at once; where it has closed the stream, nobody wants to read it."""
    file = getattr(sys, stream)
    if text and file is not None and not file.closed:
        file.write(text)
        file.flush()
