"""From the command to the first frame, and to a warm kernel."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

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


def notebook_frame(rounds: int = 5, cells: int = 300) -> list[Figure]:
    """The first screen of a notebook of so many cells that is opened, against an empty application's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.ipynb")
        path.write_text(json.dumps(_notebook(cells)))
        tutor = partial(baselines.first_frame, [*TUTOR, "open", str(path)], "Part 0")
        tutor(), baselines.empty_app()
        ours, theirs = alternating(rounds, tutor, baselines.empty_app)
    detail = f"{median(ours) * 1e3:.0f} ms, an empty Textual app's {median(theirs) * 1e3:.0f} ms"
    return [
        Figure(f"first screen of a notebook of {cells} cells", ratio(ours, theirs), "× empty app", 1.5, detail=detail)
    ]


def _notebook(cells: int) -> dict[str, Any]:
    """Text with a heading and code, in turn."""
    return {
        "nbformat": 4,
        "nbformat_minor": 4,
        "metadata": {},
        "cells": [
            {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": f"print({part})"}
            if part % 2
            else {"cell_type": "markdown", "metadata": {}, "source": f"## Part {part}\n\nWords on part {part}."}
            for part in range(cells)
        ],
    }


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
