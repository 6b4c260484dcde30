"""Training at full pace with charts that follow: what they cost it, and how fluid the screen stays."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import partial
from statistics import median

from tests.bench.figures import Figure, alternating, percentile, ratio
from tests.bench.opened import BENCH, COURSE, HERE, RUN, TRAINING, Opened, opened, script


def full_pace(rounds: int = 5, steps: int = 30_000) -> list[Figure]:
    """Steps a second in the tutor against a script: one that keeps nothing, and one that keeps the same numbers."""
    with opened(*BENCH) as terminal:
        _prepare(terminal, steps)
        in_tutor = partial(_train, terminal)
        bare, recording = partial(_script, steps), partial(_script, steps, "record")
        in_tutor(), bare()
        ours, alone, kept = alternating(rounds, in_tutor, bare, recording)
    detail = f"{median(ours):,.0f} steps/s, the script {median(alone):,.0f}"
    recorded = f"{median(ours):,.0f} steps/s, the script that keeps the same numbers {median(kept):,.0f}"
    return [
        Figure("training with a live chart, against a bare script", ratio(ours, alone), "×", 0.95, True, detail),
        Figure("… against a script that records", ratio(ours, kept), "×", 0.95, True, recorded),
    ]


def _prepare(terminal: Opened, steps: int) -> None:
    terminal.turn_to(TRAINING)
    terminal.set_steps(steps)
    terminal.full_pace()


def _train(terminal: Opened) -> float:
    terminal.wait_until_quiet(0.3)
    terminal.press(RUN)
    return float(terminal.told()["pace"])


def _script(steps: int, *mode: str) -> float:
    command = [sys.executable, str(HERE / "bare_loop.py"), str(steps), *mode]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def loop_delay(steps: int = 60_000) -> list[Figure]:
    """How late the tutor's event loop is while a training at full pace is drawn."""
    with opened("bench", str(COURSE), program=script("probed.py")) as terminal:
        _prepare(terminal, steps)
        _train(terminal)  # once before, as the panels are mounted then
        begun = time.monotonic()
        _train(terminal)
        ended = time.monotonic()
        terminal.press("\x11")  # ctrl+q
        terminal.drain()
        ticks = json.loads((terminal.folder / "late").read_text())
    late = [seconds * 1e3 for due, seconds in ticks if begun <= due <= ended]
    detail = f"{len(late)} ticks, median {median(late):.1f} ms, p99 {percentile(late, 0.99):.1f} ms"
    return [
        Figure("event-loop delay meanwhile, p95", percentile(late, 0.95), "ms", 10, detail=detail),
        Figure("event-loop delay meanwhile, longest", max(late), "ms", 50),
    ]
