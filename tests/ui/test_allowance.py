"""How often drawings may come, by what they send."""

from __future__ import annotations

import pytest

from tutor.charts.drawing import Span
from tutor.ui.stage.allowance import BYTES, SAVED, Allowance, rate
from tutor.ui.stage.drawing import COLOR, MOVE, weight


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_was_saved_is_spent_first_and_then_waited_for() -> None:
    clock = Clock()
    allowance = Allowance(1000, clock)
    allowance.spend(round(1000 * SAVED))
    assert allowance.wait() == 0
    allowance.spend(500)
    assert allowance.wait() == pytest.approx(0.5)
    clock.now += 0.3
    assert allowance.wait() == pytest.approx(0.2)
    clock.now += 0.3
    assert allowance.wait() == 0


def test_no_more_is_saved_than_the_bound() -> None:
    clock = Clock()
    allowance = Allowance(1000, clock)
    clock.now += 3600
    allowance.spend(round(1000 * SAVED) + 100)
    assert allowance.wait() == pytest.approx(0.1)


def test_in_the_long_run_no_more_is_sent_than_the_rate() -> None:
    clock = Clock()
    allowance = Allowance(BYTES, clock)
    sent, frames = 0, 0
    while clock.now < 160:
        clock.now += max(0.1, allowance.wait())
        allowance.spend(6000)
        sent, frames = sent + 6000, frames + 1
    assert sent <= BYTES * (60 + SAVED) + 6000
    assert frames >= 60 * BYTES / 6000


def test_a_larger_terminal_at_hand_may_be_sent_more_and_one_far_away_may_not() -> None:
    assert rate(100, 30, remote=False) == rate(80, 24, remote=False) == BYTES
    assert rate(200, 60, remote=False) == 4 * BYTES
    assert rate(200, 60, remote=True) == BYTES


def test_the_weight_of_a_run_counts_its_own_cells_and_their_colors() -> None:
    row = (Span("abc", "line1"), Span("⠈⠉", "line2", "region0a"), Span("  ", ""))
    assert weight(row, 0, 3) == MOVE + COLOR + 3
    assert weight(row, 2, 4) == MOVE + COLOR + 1 + 2 * COLOR + 3
    assert weight(row, 5, 7) == MOVE + 2
