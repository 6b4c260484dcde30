"""How far a training is, and how long it will still take."""

from __future__ import annotations

from tutor.ui.lesson.remaining import ENOUGH, EVERY, RemainingSteps


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def trained(clock: Clock, loop: RemainingSteps, first: int, last: int, *, pace: float) -> str:
    """Steps up to `last` at a pace; what is said then."""
    for done in range(first, last + 1):
        clock.now += 1 / pace
        loop.take(done)
    return loop.text


def test_a_cell_without_a_loop_says_nothing() -> None:
    loop = RemainingSteps(Clock())
    loop.begin()
    loop.take(5)
    assert loop.text == ""


def test_a_loop_says_how_far_it_is_from_its_first_step_and_what_is_left_once_its_speed_is_known() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 300)
    assert loop.text == "0 of 300"
    assert trained(clock, loop, 1, 111, pace=30) == "111 of 300, 6 s left"
    assert trained(clock, loop, 112, 300, pace=30) == "300 of 300"


def test_the_speed_is_that_of_late() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 1000)
    trained(clock, loop, 1, 20, pace=1)
    assert trained(clock, loop, 21, 800, pace=100) == "800 of 1000, 2 s left"


def test_a_slow_loop_is_judged_by_its_last_steps() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 10)
    assert trained(clock, loop, 1, 4, pace=1 / 20) == "4 of 10, 2 min left"


def test_time_held_and_another_pace_do_not_count() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 300)
    trained(clock, loop, 1, 60, pace=30)
    clock.now += 3600
    loop.rest()
    assert loop.text == "60 of 300"
    assert trained(clock, loop, 61, 100, pace=10) == "100 of 300, 20 s left"


def test_long_times_are_told_in_minutes_and_hours() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 90_000)
    assert trained(clock, loop, 1, 100, pace=30) == "100 of 90000, 50 min left"
    loop.begin()
    loop.take(0, 100_000)
    assert trained(clock, loop, 1, 100, pace=1) == "100 of 100000, 28 h left"


def test_a_second_loop_begins_anew() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 40)
    trained(clock, loop, 1, 40, pace=10)
    loop.take(0, 300)
    assert loop.text == "0 of 300"
    trained(clock, loop, 1, 300, pace=100)
    loop.take(1)  # one of the same length is not told of
    assert loop.text == "1 of 300"


def test_the_text_changes_no_oftener_than_it_can_be_read() -> None:
    clock = Clock()
    loop = RemainingSteps(clock)
    loop.take(0, 10_000)
    said = set()
    for done in range(1, 1001):
        clock.now += 0.001
        loop.take(done)
        said.add(loop.text)
    assert len(said) <= 1 + 1 / EVERY
    assert EVERY <= ENOUGH
