"""Of a run as much is kept as its curves tell, however many steps it had."""

from __future__ import annotations

import math

from tutor.learner.runs import run


def test_a_short_run_is_kept_whole() -> None:
    kept = run({}, (), None, [0, 1], {"loss": [1.0, math.nan]}, broken={"loss": 1})
    assert (kept.steps, kept.columns, kept.broken) == ((0, 1), {"loss": (1.0, None)}, {"loss": 1})


def test_of_a_long_run_the_extremes_of_the_loss_are_kept_its_last_step_and_what_was_reported_seldom() -> None:
    count = 20_000
    loss = [1 / (step + 1) for step in range(count)]
    loss[7_777] = 50.0
    seldom = [step / count if step % 1000 == 500 else math.nan for step in range(count)]
    kept = run({}, (), None, range(count), {"val": seldom, "loss": loss})
    assert len(kept.steps) < 250
    assert kept.steps[-1] == count - 1
    assert 50.0 in kept.columns["loss"]
    assert [value for value in kept.columns["val"] if value is not None] == [
        value for value in seldom if value == value
    ]


def test_the_steps_that_are_kept_lie_evenly_though_the_newest_rows_are_closer() -> None:
    steps = [*range(0, 1_000_000, 1000), *range(1_000_000, 1_005_000)]
    kept = run({}, (), None, steps, {"loss": [1.0 + step % 7 for step in steps]})
    assert sum(step < 500_000 for step in kept.steps) > 80


def test_many_columns_that_are_reported_at_the_same_steps_share_their_rows() -> None:
    steps = range(10_000)
    columns = {f"loss[{number}]": [math.sin(number + step) for step in steps] for number in range(40)}
    assert len(run({}, (), None, steps, columns).steps) <= 201


def test_where_it_stopped_being_finite_is_kept() -> None:
    loss = [1.0] * 6_001 + [math.nan] * 3_999
    kept = run({}, (), None, range(10_000), {"loss": loss}, broken={"loss": 6_001})
    assert 6_001 in kept.steps
    assert kept.columns["loss"][kept.steps.index(6_001)] is None
    assert kept.steps[-1] == 9_999
