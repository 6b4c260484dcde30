import itertools
import math

import pytest

from tutor.charts.axis import Axis, compact, fit_axis, nice_step, number, power_of_ten

HOSTILE = (math.nan, math.inf, -math.inf, 1e300, -1e300, 1e-300, 0.0, 1.0, -3.5, 1e9, 1e9 + 1e-6)


def test_a_range_ends_at_round_values_around_the_data() -> None:
    assert fit_axis(None, 0.3, 29.7) == Axis(0, 30)
    assert fit_axis(None, 1.12, 296, log=True) == Axis(1, 500, log=True)
    assert fit_axis(None, 0.98, 296, log=True) == Axis(0.5, 500, log=True)
    assert fit_axis(None, 296, 6_000, log=True) == Axis(100, 10_000, log=True)


def test_the_axis_stands_still_while_the_data_fits() -> None:
    axis = fit_axis(None, 0, 100)
    for high in range(100, 40, -7):
        assert fit_axis(axis, 3, high) is axis


def test_the_axis_moves_when_the_data_leaves_it_or_has_become_small() -> None:
    axis = fit_axis(None, 0, 100)
    assert fit_axis(axis, 0, 101).high > 100
    assert fit_axis(axis, 0, 5).high < 10


def test_a_falling_loss_moves_a_logarithmic_axis_few_times() -> None:
    axis, moves = None, 0
    for step in range(1_000):
        fitted = fit_axis(axis, 300 * 0.99**step, 300, log=True)
        moves += fitted is not axis
        axis = fitted
    assert moves <= 11  # over 4.4 powers of ten


def test_a_growing_run_doubles_its_axis() -> None:
    axis, moves = None, 0
    for step in range(1, 1_000):
        fitted = fit_axis(axis, 0, step)
        moves += fitted is not axis
        axis = fitted
    assert moves <= 40


@pytest.mark.parametrize("log", [False, True])
def test_any_range_gives_an_axis_with_ticks_inside_and_short_labels(log: bool) -> None:
    for low, high in itertools.product(HOSTILE, HOSTILE):
        axis = fit_axis(None, low, high, log)
        assert axis.low < axis.high
        for most, plain in itertools.product((1, 2, 5, 12), (False, True)):
            ticks = axis.ticks(most, plain=plain)
            assert len(ticks) <= most
            for tick in ticks:
                assert -1e-6 <= axis.unit(tick.value) <= 1 + 1e-6
                assert len(tick.label) <= 10
                assert tick.label.isascii() or not plain


def test_labels_stay_short_where_numbers_are_long() -> None:
    assert [tick.label for tick in Axis(1, 1e30, log=True).ticks(4)] == ["10⁰", "10¹⁰", "10²⁰", "10³⁰"]
    assert [tick.label for tick in Axis(1, 1e30, log=True).ticks(2, plain=True)] == ["1e0", "1e20"]
    assert [tick.label for tick in Axis(0, 1e6).ticks(3)] == ["0", "500k", "1M"]
    assert [tick.label for tick in Axis(0, 4e30).ticks(3)] == ["0", "2e30", "4e30"]
    assert [tick.label for tick in Axis(-1, 1).ticks(5)] == ["−1.0", "−0.5", "0", "0.5", "1.0"]


def test_a_range_without_two_powers_of_ten_has_numbers_between_them() -> None:
    decade = Axis(0.5, 5, log=True)
    labels = [[tick.label for tick in decade.ticks(most)] for most in (6, 3, 2, 1)]
    assert labels == [["0.5", "1", "2", "5"], ["0.5", "1", "5"], ["0.5", "5"], ["10⁰"]]
    assert [tick.label for tick in Axis(24, 37, log=True).ticks(5)] == ["25", "30", "35"]
    assert [tick.label for tick in Axis(2e-3, 9e-3, log=True).ticks(2)] == ["0.002", "0.005"]


def test_of_more_powers_of_ten_than_have_room_there_are_at_least_two() -> None:
    assert [tick.label for tick in Axis(700, 3e5, log=True).ticks(2)] == ["10³", "10⁵"]
    for decades in range(1, 40):
        for start in range(-20, 20):
            axis = Axis(10.0**start * 0.7, 10.0 ** (start + decades) * 1.7, log=True)
            assert all(2 <= len(axis.ticks(most)) <= most for most in range(2, 9))


def test_a_linear_range_has_two_numbers_where_there_is_room_for_two() -> None:
    assert [tick.label for tick in Axis(0.2, 1.3).ticks(2)] == ["0.5", "1.0"]
    assert [tick.label for tick in Axis(0.88, 0.94).ticks(3)] == ["0.88", "0.92"]
    assert [tick.label for tick in Axis(-0.4, 0.3).ticks(2)] == ["−0.4", "0"]


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [(1_052_672, 3, "1.05M"), (4162, 4, "4162"), (4162, 3, "4.16k"), (999.7, 3, "1k"), (-25e9, 4, "−25G"), (0, 3, "0")],
)
def test_large_numbers_have_letters(value: float, digits: int, said: str) -> None:
    assert compact(value, digits=digits) == said


def test_a_place_and_its_value_are_inverse() -> None:
    for axis in (Axis(-3, 7), Axis(0.5, 500, log=True)):
        for unit in (0, 0.25, 0.5, 1):
            assert axis.unit(axis.value(unit)) == pytest.approx(unit)


def test_what_has_no_logarithm_lies_under_the_axis() -> None:
    axis = Axis(1, 100, log=True)
    assert axis.unit(0) < 0
    assert axis.unit(-5) < 0
    assert math.isnan(axis.unit(math.nan))
    assert math.isnan(axis.unit(math.inf))


def test_steps_are_one_two_and_five() -> None:
    assert [nice_step(value) for value in (0.9, 1, 1.1, 2.5, 7, 30)] == [1, 1, 2, 5, 10, 50]


def test_numbers_are_written_shortly() -> None:
    assert [number(value) for value in (0.025, 1234567.0, -3e-9, math.inf, -0.0)] == [
        "0.025",
        "1.235e6",
        "−3e-9",
        "inf",
        "0",
    ]
    assert number(-2.0, plain=True) == "-2"
    assert power_of_ten(-12) == "10⁻¹²"


@pytest.mark.parametrize(
    ("low", "high"), [(-0.8861, -0.8855), (0.6640, 0.6646), (1e6, 1.001e6), (123456.1, 123456.9), (1e-4, 1.02e-4)]
)
def test_no_two_ticks_have_one_label(low: float, high: float) -> None:
    for most in range(1, 13):
        labels = [tick.label for tick in fit_axis(None, low, high).ticks(most)]
        assert len(set(labels)) == len(labels)


def test_a_constant_whole_number_stands_among_whole_numbers() -> None:
    assert [tick.label for tick in fit_axis(None, 5, 5).ticks(3)] == ["4", "5", "6"]


def test_a_label_has_no_decimals_that_none_needs() -> None:
    assert [tick.label for tick in Axis(4.9975, 5.0025).ticks(1)] == ["5"]
    assert [tick.label for tick in Axis(-1, 1).ticks(5)] == ["−1.0", "−0.5", "0", "0.5", "1.0"]
