"""That the bench itself counts and compares rightly; its rows take minutes and are run by hand."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import ROWS
from tests.bench.figures import Figure, alternating, percentile, ratio, table
from tests.bench.redraw_times import curve_redraw, long_history


def test_a_ceiling_and_a_floor_are_met_at_their_very_value() -> None:
    assert Figure("ceiling", 10, "ms", 10).met
    assert not Figure("ceiling", 10.1, "ms", 10).met
    assert Figure("floor", 0.95, "×", 0.95, at_least=True).met
    assert not Figure("floor", 0.94, "×", 0.95, at_least=True).met


def test_the_table_names_each_figure_with_its_budget() -> None:
    lines = table([Figure("first frame", 1.4, "×", 1.5, detail="191 ms"), Figure("delay", 60, "ms", 50)]).split("\n")
    assert lines[1].split() == ["first", "frame", "1.4", "×", "≤", "1.5", "×", "met", "191", "ms"]
    assert "MISSED" in lines[2]


def test_works_are_measured_in_turn_and_in_changing_order() -> None:
    order: list[str] = []

    def work(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = alternating(2, lambda: work("a"), lambda: work("b"))
    assert order == ["a", "b", "b", "a"]
    assert found == [[1.0, 4.0], [2.0, 3.0]]


def test_a_ratio_is_the_median_of_the_ratios_of_neighbors() -> None:
    assert ratio([2, 30, 8], [1, 10, 2]) == 3


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.0, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert percentile(range(100, 0, -1), share) == value


def test_every_row_has_a_function_that_says_what_it_measures() -> None:
    assert all(row.__doc__ for row in ROWS.values())


def test_a_redraw_takes_a_time() -> None:
    assert curve_redraw(long_history(1_000)[0]) > 0
