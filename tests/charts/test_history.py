import itertools
import math
import random
from array import array

import pytest

from tutor.views.curves.history import History


def add(history: History, start: int, losses: list[float], name: str = "loss") -> None:
    history.add((name,), range(start, start + len(losses)), [losses])


def test_an_empty_history_has_nothing_and_says_so() -> None:
    history = History()
    assert (len(history), history.first_step, history.last_step, history.names) == (0, None, None, ())
    assert history.row(3) == {}
    assert list(history.series("loss")[0]) == []
    with pytest.raises(IndexError):
        history.nearest(0)


def test_rows_come_back_as_they_were_added() -> None:
    history = History()
    history.add(("loss", "w"), [0, 1, 2], [[3.0, 2.0, 1.0], array("d", [0.1, 0.2, 0.3])])
    assert history.row(1) == {"loss": 2.0, "w": 0.2}
    assert [list(column) for column in history.series("w")] == [[0.0, 1.0, 2.0], [0.1, 0.2, 0.3]]
    assert (history.first_step, history.last_step, len(history), history.names) == (0, 2, 3, ("loss", "w"))


def test_a_step_between_two_rows_finds_the_earlier_one() -> None:
    history = History()
    history.add(("loss",), [10, 20, 30], [[1.0, 2.0, 3.0]])
    assert [history.nearest(step) for step in (0, 10, 19, 20, 99)] == [10, 10, 10, 20, 30]
    assert history.row(29)["loss"] == 2.0


def test_a_column_that_comes_later_is_missing_before() -> None:
    history = History()
    add(history, 0, [5.0, 4.0])
    history.add(("loss", "accuracy"), [2], [[3.0], [0.9]])
    assert math.isnan(history.row(1)["accuracy"])
    assert [list(column) for column in history.series("accuracy")] == [[2.0], [0.9]]
    assert history.first_nonfinite("accuracy") is None


def test_another_column_of_the_same_steps_is_filled_in() -> None:
    history = History()
    add(history, 0, [5.0, 4.0, 3.0])
    history.add(("accuracy",), [0, 2], [[0.1, 0.3]])
    assert history.row(2) == {"loss": 3.0, "accuracy": 0.3}
    assert [list(column) for column in history.series("accuracy")] == [[0.0, 2.0], [0.1, 0.3]]
    assert len(history) == 3


def test_steps_that_begin_anew_begin_the_history_anew() -> None:
    history = History()
    add(history, 0, [5.0, 4.0, math.nan])
    add(history, 0, [9.0])
    assert history.row(5) == {"loss": 9.0}
    assert len(history) == 1
    assert history.first_nonfinite("loss") is None


def test_steps_begin_anew_below_a_first_row_of_another_column_too() -> None:
    history = History()
    add(history, 10, [0.5], "val")
    add(history, 11, [5.0, 4.0])
    add(history, 0, [9.0, 8.0])
    assert [list(column) for column in history.series("loss")] == [[0.0, 1.0], [9.0, 8.0]]
    assert list(history.series("val")[0]) == []


def test_the_version_rises_with_each_change() -> None:
    history = History()
    versions = [history.version]
    add(history, 0, [1.0])
    versions.append(history.version)
    history.clear()
    versions.append(history.version)
    assert versions == sorted(set(versions))


def test_columns_of_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 steps"):
        History().add(("loss",), [0, 1], [[1.0]])


def test_thinning_keeps_extremes_the_first_and_the_newest_row() -> None:
    rng = random.Random(0)
    losses = [rng.random() for _ in range(5_000)]
    losses[1234], losses[4321] = 77.0, -77.0
    history = History(limit=200)
    for start in range(0, len(losses), 37):
        add(history, start, losses[start : start + 37])
    steps, values = history.series("loss")
    assert len(history) <= 200 + 37
    assert (max(values), min(values)) == (77.0, -77.0)
    assert (values[list(steps).index(1234)], values[list(steps).index(4321)]) == (77.0, -77.0)
    assert (steps[0], steps[-1], values[-1]) == (0, 4999, losses[-1])
    assert list(steps) == sorted(set(steps))
    assert all(values[row] == losses[int(step)] for row, step in enumerate(steps))


def test_thinning_is_even_over_the_whole_run() -> None:
    history = History(limit=400)
    for start in range(0, 100_000, 50):
        add(history, start, [math.sin(step) for step in range(start, start + 50)])
    steps, _ = history.series("loss")
    assert max(b - a for a, b in itertools.pairwise(steps)) <= 100_000 / 40


def test_every_loss_of_several_keeps_its_extremes() -> None:
    names = ("loss[a]", "loss[b]", "w")
    columns = [[0.0] * 3_000 for _ in names]
    columns[0][700], columns[1][900] = 5.0, -5.0
    history = History(limit=100)
    for start in range(0, 3_000, 10):
        history.add(names, range(start, start + 10), [column[start : start + 10] for column in columns])
    assert history.row(700)["loss[a]"] == 5.0
    assert history.row(900)["loss[b]"] == -5.0


def test_the_first_step_that_is_not_finite_is_exact_after_thinning() -> None:
    history = History(limit=100)
    losses = [1.0] * 5_000
    losses[2_345] = math.inf
    losses[2_346] = math.nan
    for start in range(0, len(losses), 10):
        add(history, start, losses[start : start + 10])
    steps, values = history.series("loss")
    assert history.first_nonfinite() == 2_345
    assert math.isinf(values[list(steps).index(2_345)])


def test_values_whose_sum_overflows_are_finite_all_the_same() -> None:
    history = History()
    add(history, 0, [1e308, 1e308, 1e308])
    assert history.first_nonfinite() is None


def test_a_history_of_all_nan_is_thinned_too() -> None:
    history = History(limit=64)
    for start in range(0, 2_000, 20):
        add(history, start, [math.nan] * 20)
    assert len(history) <= 64 + 20
    assert history.first_nonfinite() == 0
    assert history.last_step == 1_999


def test_what_series_gave_does_not_change_when_rows_are_added() -> None:
    history = History()
    add(history, 0, [1.0])
    steps, values = history.series("loss")
    add(history, 1, [2.0])
    assert (list(steps), list(values)) == ([0.0], [1.0])


def test_what_came_since_a_step_is_given_of_each_column_by_itself() -> None:
    history = History()
    add(history, 0, [5.0, 4.0, 3.0])
    history.add(("accuracy",), [0, 2], [[0.1, 0.3]])
    assert [list(column) for column in history.since("loss", 0)] == [[1.0, 2.0], [4.0, 3.0]]
    assert [list(column) for column in history.since("accuracy", 0)] == [[2.0], [0.3]]
    assert [list(column) for column in history.since("accuracy", 2)] == [[], []]
    assert [list(column) for column in history.since("other", 0)] == [[], []]


def test_how_often_it_began_is_told() -> None:
    history = History()
    begun = history.begun
    add(history, 0, [5.0, 4.0])
    assert history.begun == begun
    add(history, 0, [9.0])
    assert history.begun > begun


def test_thinning_is_even_over_the_steps_where_some_were_reported_more_seldom() -> None:
    """As where a line was dead, and what ran meanwhile came thinned."""
    history, seldom = History(1000), range(10_000, 300_000, 200)
    add(history, 0, [1.0] * 10_000)
    history.add(("loss",), seldom, [[1.0 + step % 3 for step in seldom]])
    add(history, 300_000, [1.0] * 100_000)
    steps = [*history.series("loss")[0]]
    assert len(steps) <= 1000
    assert max(b - a for a, b in itertools.pairwise(steps)) < 20_000
