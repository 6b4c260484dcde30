"""From the command to the first frame, and to a warm kernel."""

from __future__ import annotations

import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import baselines
from tests.bench.figures import Figure, alternating, ratio
from tests.opening.samples import notebook
from tests.pty.pseudo_terminal import TUTOR
from tutor.kernel.protocol.connection import Ready
from tutor.kernel.protocol.messages import Frames, decode_from_kernel


def first_frame(rounds: int = 7) -> list[Figure]:
    """The tutor's first frame against that of a Textual application with one word on it."""
    return [_frame("first frame", TUTOR, "Linear regression", 1.25, rounds)]


def notebook_frame(rounds: int = 5, cells: int = 300) -> list[Figure]:
    """The first screen of a notebook of so many cells that is opened, against an empty application's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.ipynb")
        parts = (("code", f"print({n})") if n % 2 else ("markdown", f"## Part {n}\n\nWords.") for n in range(cells))
        path.write_bytes(notebook(*parts))
        what = f"first screen of a notebook of {cells} cells"
        said = "Its code runs with your own rights"
        return [_frame(what, [*TUTOR, "open", str(path)], said, 1.5, rounds)]


def _frame(what: str, command: Sequence[str], word: str, budget: float, rounds: int) -> Figure:
    """From a command until a word stands on the screen, against the same of an empty application."""
    tutor = partial(baselines.first_frame, command, word)
    tutor(), baselines.empty_app()
    ours, theirs = alternating(rounds, tutor, baselines.empty_app)
    detail = f"{median(ours) * 1e3:.0f} ms, an empty Textual app's {median(theirs) * 1e3:.0f} ms"
    return Figure(what, ratio(ours, theirs), "× empty app", budget, detail=detail)


def host_ready(rounds: int = 5) -> list[Figure]:
    """A kernel from nothing until it is warm, against Python that imports the same of torch."""
    baselines.import_torch()
    ours, theirs = alternating(rounds, _kernel_ready, baselines.import_torch)
    detail = f"{median(ours):.2f} s, python -c 'import torch, torch._dynamo' {median(theirs):.2f} s"
    return [Figure("host ready", ratio(ours, theirs), "×", 0.9, detail=detail)]


def _kernel_ready() -> float:
    begun = time.monotonic()
    command = [sys.executable, "-P", "-m", "tutor.kernel"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as kernel:
        assert kernel.stdin is not None
        assert kernel.stdout is not None
        kernel.stdout.readline()  # the greeting
        frames = Frames()
        while select.select([kernel.stdout], [], [], 60)[0]:
            for body in frames.feed(kernel.stdout.read(1 << 16)):
                if isinstance(decode_from_kernel(body), Ready):
                    taken = time.monotonic() - begun
                    kernel.stdin.close()
                    return taken
    raise TimeoutError("the kernel is not ready after a minute")
