"""From a key to all of what it shows: the next screen of a lesson, a search over the whole course."""

from __future__ import annotations

import re
import time
from functools import partial
from statistics import median

from tests.bench.baselines import empty_app
from tests.bench.figures import Figure, alternating, ratio
from tests.bench.opened import Opened, opened

LESSON = "linear_regression"
WORDS = "loss"
"""What is searched for."""


def next_screen() -> list[Figure]:
    """The key that turns to the next screen of a lesson, until all of it stands there; every screen of the lesson."""
    with opened(LESSON) as terminal:
        terminal.turn_to(1)
        found = re.search(r"1/(\d+)", terminal.text)
        assert found is not None
        ours, theirs = alternating(int(found[1]) - 1, partial(_pressed, terminal, "n"), empty_app)
    slowest = f"{len(ours)} screens, the slowest {max(ours) * 1e3:.0f} ms"
    return [_against("next screen, key to all of it", ours, theirs, 0.35, slowest)]


def search() -> list[Figure]:
    """A key in the search over all exercises of the course, until what it finds stands there."""
    with opened(LESSON) as terminal:
        terminal.turn_to(1)
        terminal.press("x")
        terminal.wait_for(lambda text: "f filter" in text)
        terminal.press("/")
        terminal.wait_for(lambda text: "f filter" not in text)
        terminal.wait_until_quiet(0.5)
        keys = iter(WORDS + "\x7f" * len(WORDS) + WORDS)
        ours, theirs = alternating(3 * len(WORDS), lambda: _pressed(terminal, next(keys)), empty_app)
    return [_against("search, a key over the whole course", ours, theirs, 0.1, f"{len(ours)} keys")]


def _against(what: str, ours: list[float], theirs: list[float], budget: float, more: str) -> Figure:
    detail = f"{median(ours) * 1e3:.0f} ms, an empty Textual app's first frame {median(theirs) * 1e3:.0f} ms; {more}"
    return Figure(what, ratio(ours, theirs), "× empty app", budget, detail=detail)


def _pressed(terminal: Opened, key: str) -> float:
    """Seconds from a key to the last byte of what it leads to."""
    terminal.wait_until_quiet(0.5)
    pressed = time.monotonic()
    terminal.press(key)
    return terminal.last_came(0.6) - pressed
