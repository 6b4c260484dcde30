"""Training at full pace with charts that follow: what they cost it, and how fluid the screen stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from functools import partial
from statistics import median

from tests.bench.figures import Figure, alternating, percentile, ratio
from tests.bench.opened import BENCH, COURSE, HERE, RUN, TRAINING, Opened, opened, script

Pace = dict[str, float]
"""Steps a second: 'wall' by the clock, 'processor' of the time that the loop's process had of a processor."""


def full_pace(rounds: int = 5, steps: int = 30_000) -> list[Figure]:
    """Steps a second in the tutor against a script: one that keeps nothing, and one that keeps the same numbers."""
    with opened(*BENCH) as terminal:
        _prepare(terminal, steps)
        in_tutor = partial(_train, terminal)
        bare, recording = partial(_script, steps), partial(_script, steps, "record")
        in_tutor()
        begun, busy = time.monotonic(), terminal.processor_time()
        in_tutor()
        drawing = (terminal.processor_time() - busy) / (time.monotonic() - begun)
        ours, alone, kept = alternating(rounds, in_tutor, bare, recording)
    note = f"the screen takes {drawing:.0%} of a core, there are {len(os.sched_getaffinity(0))}"
    return [
        _against("training with a live chart, against a script that records the same", ours, kept, 0.95, note),
        _against("… against a script that records nothing", ours, alone, 0.90, ""),
    ]


def _against(what: str, ours: list[Pace], theirs: list[Pace], budget: float, note: str) -> Figure:
    by = {kind: ratio([pace[kind] for pace in ours], [pace[kind] for pace in theirs]) for kind in ("wall", "processor")}
    mine, other = (median(pace["wall"] for pace in paces) for paces in (ours, theirs))
    detail = f"{mine:,.0f} steps/s against {other:,.0f}; by processor time {by['processor']:.2f} ×"
    return Figure(what, by["wall"], "×", budget, True, "; ".join(filter(None, [detail, note])))


def _prepare(terminal: Opened, steps: int) -> None:
    terminal.turn_to(TRAINING)
    terminal.set_steps(steps)
    terminal.full_pace()


def _train(terminal: Opened) -> Pace:
    terminal.wait_until_quiet(0.3)
    terminal.press(RUN)
    told: Pace = terminal.told()
    return told


def _script(steps: int, *mode: str) -> Pace:
    command = [sys.executable, str(HERE / "bare_loop.py"), str(steps), *mode]
    told: Pace = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


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
