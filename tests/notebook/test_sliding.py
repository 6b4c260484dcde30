"""Where a control's value lies on its track, and where a key moves it."""

from __future__ import annotations

import pytest

from tutor.course.model import Choice, Slider
from tutor.ui.lesson.sliding import COARSE, at, fraction, nudged, parse

RATE = Slider("learning_rate", 0.005, 0.0005, 0.03, scale="log", presets=(0.0005, 0.03))
STEPS = Slider("steps", 100, 10, 1000, whole=True)
NOISE = Slider("noise", 0.0, -1.0, 1.0)
WAY = Choice("way", "sgd", ("sgd", "adam", "rmsprop"))


@pytest.mark.parametrize("slider", [RATE, STEPS, NOISE])
def test_the_ends_of_the_track_are_the_ends_of_the_range(slider: Slider) -> None:
    assert (at(slider, 0), at(slider, 1)) == (slider.low, slider.high)
    assert (fraction(slider, slider.low), fraction(slider, slider.high)) == pytest.approx((0, 1))
    assert (at(slider, -3), at(slider, 7)) == (slider.low, slider.high)


@pytest.mark.parametrize("slider", [RATE, STEPS, NOISE])
@pytest.mark.parametrize("fine", [False, True])
@pytest.mark.parametrize("way", [1, -1])
def test_every_key_press_moves_until_the_end_and_never_past_it(slider: Slider, fine: bool, way: int) -> None:
    value = slider.low if way > 0 else slider.high
    end = slider.high if way > 0 else slider.low
    for _ in range(3000):
        if value == end:
            break
        after = nudged(slider, value, way, fine=fine)
        assert isinstance(after, int | float)
        assert slider.low <= after <= slider.high
        assert (after - value) * way > 0
        value = after
    assert value == end


def test_fine_steps_are_a_tenth_of_coarse_ones() -> None:
    coarse = fraction(RATE, float(nudged(RATE, 0.005, 1))) - fraction(RATE, 0.005)
    fine = fraction(RATE, float(nudged(RATE, 0.005, 1, fine=True))) - fraction(RATE, 0.005)
    assert coarse == pytest.approx(1 / COARSE, rel=0.1)
    assert fine == pytest.approx(coarse / 10, rel=0.2)


def test_a_whole_control_stays_whole() -> None:
    assert nudged(STEPS, 100, 1, fine=True) == 104
    assert isinstance(nudged(STEPS, 100, 1), int)


def test_a_choice_moves_to_its_neighbor_and_stops_at_the_ends() -> None:
    assert nudged(WAY, "sgd", 1) == "adam"
    assert nudged(WAY, "rmsprop", 1) == "rmsprop"
    assert nudged(WAY, "sgd", -1) == "sgd"


@pytest.mark.parametrize(
    ("control", "text", "value"), [(RATE, " 0,028 ", 0.028), (STEPS, "50", 50), (WAY, "adam", "adam")]
)
def test_a_typed_value_is_taken(control: Slider | Choice, text: str, value: object) -> None:
    assert parse(control, text) == value


@pytest.mark.parametrize(
    ("control", "text", "why"),
    [
        (RATE, "0.05", "from 0.0005 to 0.03; 0.05 is outside"),
        (RATE, "fast", "a number from 0.0005 to 0.03"),
        (RATE, "nan", "from 0.0005 to 0.03; nan is outside"),
        (STEPS, "10.5", "a whole number from 10 to 1000"),
        (STEPS, "inf", "from 10 to 1000; inf is outside"),
        (WAY, "adan", "one of sgd, adam, rmsprop"),
    ],
)
def test_a_typed_value_that_cannot_be_is_met_with_what_can(control: Slider | Choice, text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(control, text)
