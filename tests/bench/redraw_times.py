"""Times of a redraw, in milliseconds of processor time.

python tests/bench/redraw_times.py
"""

from __future__ import annotations

import math
import random
import statistics
import time
from array import array
from collections.abc import Callable

from tutor.charts.drawing import Size
from tutor.charts.labels import Curve
from tutor.views.base import Path
from tutor.views.curves.draw import CurvesFrame, curves
from tutor.views.curves.history import History
from tutor.views.packing import pack
from tutor.views.surface.data import Grid
from tutor.views.surface.draw import SurfaceFrame, surface

SCREEN = Size(100, 30)
BATCH = 1_000


def milliseconds(work: Callable[[], object], times: int = 20) -> float:
    """The median processor time of a call, after one to warm up."""
    work()
    found = []
    for _ in range(times):
        begun = time.thread_time()
        work()
        found.append(time.thread_time() - begun)
    return statistics.median(found) * 1e3


def long_history(rows: int, *, noise: float = 0.1) -> tuple[History, float]:
    """A history of `rows` reports of five numbers; and the mean time to append a batch of 1,000 of them."""
    rng, history, spent = random.Random(0), History(), 0.0
    names = ("loss", "w", "b", "grad_w", "grad_b")
    for start in range(0, rows, BATCH):
        steps = array("d", range(start, start + BATCH))
        column = array(
            "d", [(300 * math.exp(-step / rows * 6) + 1) * rng.uniform(1 - noise, 1 + noise) for step in steps]
        )
        begun = time.thread_time()
        history.add(names, steps, [column] * 5)
        spent += time.thread_time() - begun
    return history, spent / (rows / BATCH) * 1e3


def curve_redraw(history: History) -> float:
    """Redrawing the loss of a history on 100×30, read from it anew each time."""
    frame: CurvesFrame | None = None

    def draw() -> None:
        nonlocal frame
        line = Curve("", *history.series("loss"), drawn=history.drawn("loss"))
        _, frame = curves(SCREEN, [line], log=True, cursor=500, previous=frame)

    return milliseconds(draw)


def path_redraw(points: int) -> float:
    """Redrawing a path of so many points over contours that stand still, on 100×30."""
    values = [67 / 2 * (i / 5 - 4) ** 2 + 0.25 * (j / 5 - 4) ** 2 + 1 for j in range(41) for i in range(41)]
    grid = Grid((-4, 4), (-4, 4), 41, 41, pack(values))
    path = Path([3 * (-0.997) ** k for k in range(points)], [3 * 0.999**k for k in range(points)])
    frame: SurfaceFrame | None = None

    def draw() -> None:
        nonlocal frame
        _, frame = surface(SCREEN, [grid], [path], previous=frame)

    return milliseconds(draw)


if __name__ == "__main__":
    for rows in (1_000, 1_000_000):
        history, append = long_history(rows)
        redraw = curve_redraw(history)
        print(f"{rows:>9,} steps: redraw {redraw:.1f} ms, {len(history):,} rows, appending 1,000 takes {append:.2f} ms")
    history, _ = long_history(1_000_000, noise=0.9)
    print(f"1,000,000 steps of noise: redraw {curve_redraw(history):5.1f} ms")
    print(f"path of 1,000 points: redraw {path_redraw(1_000):5.1f} ms")
