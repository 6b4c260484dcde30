"""Which hint comes next, and how it is counted."""

from __future__ import annotations

import pytest

from tutor.course.hints import Hint, heading, next_hint

HINTS = (
    Hint("general"),
    Hint("of the shape", ("has the shape",)),
    Hint("general, more"),
    Hint("of the slope", ("has the slope", "goes on")),
    Hint("of the slope, more", ("has the slope",)),
)


def order(failed: str, shown: tuple[int, ...] = ()) -> list[int]:
    """The places of the hints in the order in which they come."""
    came = list(shown)
    while (place := next_hint(HINTS, came, failed)) is not None:
        came.append(place)
    return came


@pytest.mark.parametrize(
    ("failed", "places"),
    [
        ("", [0, 2, 1, 3, 4]),
        ("has the slope", [3, 4, 0, 2, 1]),
        ("goes on", [3, 0, 2, 1, 4]),
        ("has the slope (float64)", [3, 4, 0, 2, 1]),
        ("has the slopes", [0, 2, 1, 3, 4]),
        ("is another check", [0, 2, 1, 3, 4]),
    ],
)
def test_hints_for_the_check_that_failed_come_first_then_the_general_ones(failed: str, places: list[int]) -> None:
    assert order(failed) == places


def test_none_comes_twice_and_each_comes_once_whatever_fails_meanwhile() -> None:
    assert order("has the shape", (3, 0)) == [3, 0, 1, 2, 4]
    assert next_hint((), (), "has the shape") is None


def test_a_hint_is_counted_as_it_was_shown_and_says_which_checks_it_is_for() -> None:
    assert heading(HINTS, [3, 0], 3) == "Hint 1 of 5 · has the slope · goes on"
    assert heading(HINTS, [3, 0], 0) == "Hint 2 of 5"
