"""From the command to the first frame, and to a warm kernel."""

from __future__ import annotations

import select
import subprocess
import sys
import time
from functools import partial
from statistics import median

from tests.bench import baselines
from tests.bench.figures import Figure, alternating, ratio
from tests.pty.pseudo_terminal import TUTOR
from tutor.kernel.protocol.connection import Ready
from tutor.kernel.protocol.messages import Frames, decode_from_kernel


def first_frame(rounds: int = 7) -> list[Figure]:
    """The tutor's first frame against that of a Textual application with one word on it."""
    tutor = partial(baselines.first_frame, TUTOR, "Linear regression")
    tutor(), baselines.empty_app()
    ours, theirs = alternating(rounds, tutor, baselines.empty_app)
    detail = f"{median(ours) * 1e3:.0f} ms, an empty Textual app's {median(theirs) * 1e3:.0f} ms"
    return [Figure("first frame", ratio(ours, theirs), "× empty app", 1.25, detail=detail)]


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
