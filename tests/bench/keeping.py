"""A million recorded steps, and the memory of the tutor's own process."""

from __future__ import annotations

from functools import partial
from statistics import median

from tests.bench.figures import Figure, alternating, ratio
from tests.bench.opened import BENCH, MILLION, RUN, opened
from tests.bench.redraw_times import curve_redraw, long_history


def million_steps(rows: int = 1_000_000) -> list[Figure]:
    """Redrawing the loss of so many steps on 100×30, and what they take of the tutor's memory."""
    kinds = long_history(rows)[0], long_history(rows, noise=0.9)[0], long_history(1_000)[0]
    smooth, noisy, few = alternating(5, *(partial(curve_redraw, history) for history in kinds))
    most = max(ratio(smooth, few), ratio(noisy, few))
    with opened(*BENCH) as terminal:
        terminal.turn_to(MILLION)
        terminal.set_steps(10_000)
        terminal.full_pace()
        terminal.press(RUN)
        terminal.told()
        before = terminal.resident()
        terminal.set_steps(rows)
        terminal.press(RUN)
        terminal.told()
        after = terminal.resident()
    detail = f"smooth {median(smooth):.1f} ms, noisy {median(noisy):.1f} ms, 1,000 steps {median(few):.1f} ms"
    taken = f"five numbers a step; {before:.0f} MB after 10,000 steps, {after:.0f} MB after {rows:,}"
    return [
        Figure("a million recorded steps: redraw", most, "× of a thousand", 1.2, detail=detail),
        Figure("a million recorded steps: memory", after - before, "MB", 10, detail=taken),
    ]


def resident_memory() -> list[Figure]:
    """The tutor's process once a lesson was read and the laboratory trained in; Python and Textual alone beside it."""
    with opened("learning_rate") as terminal:
        terminal.turn_to(1)
        opened_at = terminal.resident()
        terminal.press(RUN)
        terminal.wait_for(lambda text: "step 99" in text)
        terminal.turn_to(2)
        terminal.press("\x1b")
        terminal.press(RUN)
        terminal.wait_for(lambda text: "step 99" in text)
        terminal.press("a")
        terminal.wait_until_quiet(1.0)
        used = terminal.resident()
    detail = f"{opened_at:.0f} MB with a lesson open, before anything ran"
    return [Figure("the tutor's process, resident", used, "MB", 90, detail=detail)]
