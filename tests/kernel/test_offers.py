"""Views that a loop offers: made when they are due, and always at the end."""

from __future__ import annotations

from typing import Any

import pytest

from tutor.live.offers import Offers
from tutor.views.values.data import TextView


class Shown:
    def __init__(self) -> None:
        self.views: list[tuple[str, str]] = []
        self.made = 0
        self.idle = True

    def offers(self) -> Offers:
        return Offers(lambda name, view: self.views.append((name, getattr(view, "text", ""))), lambda: self.idle)

    def make(self, text: str) -> Any:
        def made() -> TextView:
            self.made += 1
            return TextView(text)

        return made


def test_the_first_is_made_at_once_and_of_many_that_follow_only_the_last() -> None:
    shown = Shown()
    offers = shown.offers()
    for step in range(1000):
        offers.offer("boundary", shown.make(str(step)))
    offers.settle()
    assert shown.views[0] == ("boundary", "0")
    assert shown.views[-1] == ("boundary", "999")
    assert shown.made < 10


def test_each_name_has_its_own() -> None:
    shown = Shown()
    offers = shown.offers()
    offers.offer("a", shown.make("1"))
    offers.offer("b", shown.make("2"))
    offers.offer("a", shown.make("3"))
    offers.offer("b", shown.make("4"))
    offers.settle()
    assert shown.views == [("a", "1"), ("b", "2"), ("a", "3"), ("b", "4")]


def test_nothing_is_made_while_the_line_is_full() -> None:
    shown = Shown()
    shown.idle = False
    offers = shown.offers()
    offers.offer("a", shown.make("1"))
    assert not shown.made
    offers.settle()
    assert shown.views == [("a", "1")]


def test_what_a_view_raises_is_raised_and_not_tried_again() -> None:
    offers = Shown().offers()

    def fails() -> TextView:
        raise ValueError("points of shape (3, 3)")

    with pytest.raises(ValueError, match="points of shape"):
        offers.offer("a", fails)
    offers.settle()


def test_another_cell_begins_with_nothing_waiting() -> None:
    shown = Shown()
    offers = shown.offers()
    offers.offer("a", shown.make("1"))
    offers.offer("a", shown.make("2"))
    offers.begin()
    offers.settle()
    assert shown.views == [("a", "1")]
