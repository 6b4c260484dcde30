"""What of a long run a chart reads: some thousand points, whatever its length, and those that tell."""

import math
import random
from array import array
from collections.abc import Iterator, Sequence
from typing import overload

import pytest

from tutor.charts.drawing import Size
from tutor.charts.labels import Curve
from tutor.views.curves.draw import curves
from tutor.views.curves.history import History
from tutor.views.curves.outline import BLOCK, FEW, Outline

MOST = 3_000
"""Points of a column that a chart reads."""


class Counted(Sequence[float]):
    """Numbers that count how many of them were read."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values, self.read = values, 0

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> float: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[float]: ...
    def __getitem__(self, at: int | slice) -> float | Sequence[float]:
        self.read += len(range(*at.indices(len(self)))) if isinstance(at, slice) else 1
        return self.values[at]

    def __iter__(self) -> Iterator[float]:
        for at in range(len(self)):
            yield self[at]


def filled(rows: int, *, batch: int = 500, seed: int = 0) -> History:
    rng, history = random.Random(seed), History()
    for start in range(0, rows, batch):
        steps = range(start, min(start + batch, rows))
        history.add(("loss", "w"), steps, [[rng.uniform(1, 2) for _ in steps], [rng.gauss(0, 1) for _ in steps]])
    return history


@pytest.mark.parametrize("rows", [FEW, FEW + 1, 19_000, 60_000])
@pytest.mark.parametrize("name", ["loss", "w"])
def test_of_any_run_a_bounded_number_of_points_is_drawn(rows: int, name: str) -> None:
    history = filled(rows)
    steps, values = history.drawn(name)
    assert len(steps) == len(values) <= MOST
    whole = history.series(name)
    assert (steps[0], steps[-1], min(values), max(values)) == (whole[0][0], whole[0][-1], min(whole[1]), max(whole[1]))
    assert list(steps) == sorted(set(steps))


def test_a_short_run_is_drawn_as_it_is() -> None:
    history = filled(FEW)
    assert history.drawn("loss") == history.series("loss")
    assert [list(column) for column in history.drawn("nothing")] == [[], []]


def test_each_block_of_a_long_run_has_its_least_and_its_most_in_the_drawing() -> None:
    history = filled(10_000)
    values = history.series("loss")[1]
    drawn = set(history.drawn("loss")[1])
    for start in range(0, len(values), BLOCK):
        assert {min(values[start : start + BLOCK]), max(values[start : start + BLOCK])} <= drawn


def test_the_first_value_that_is_not_finite_and_the_last_that_is_are_drawn() -> None:
    history = filled(5_000)
    history.add(("loss", "w"), range(5_000, 5_100), [[1.5] * 7 + [math.nan] * 93, [0.0] * 100])
    steps, values = history.drawn("loss")
    assert next(step for step, value in zip(steps, values, strict=True) if not math.isfinite(value)) == 5_007
    assert max(step for step, value in zip(steps, values, strict=True) if math.isfinite(value)) == 5_006


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_up_for_the_drawing_is_what_would_be_drawn_afresh(seed: int) -> None:
    """However the run comes: in pieces, thinned on the way, other columns later for steps that are past, begun anew."""
    rng, history, step = random.Random(seed), History(limit=4_000), 0
    for _ in range(60):
        size = rng.randrange(1, 600)
        history.add(("loss",), range(step, step + size), [[rng.random() for _ in range(size)]])
        if rng.random() < 0.5:
            history.add(("accuracy",), [step, step + size - 1][: min(2, size)], [[rng.random()] * min(2, size)])
        step = 0 if rng.random() < 0.03 else step + size
        for name in history.names:
            if len(history) > FEW:
                whole = [*history.table()[1][name]]
                present = bytearray(not math.isnan(value) for value in whole)
                fresh = Outline().of(history.table()[0], array("d", whole), present)
                assert history.drawn(name) == fresh


def test_a_redraw_reads_what_is_drawn_and_of_all_the_rest_the_value_at_the_cursor() -> None:
    history = filled(19_000)
    steps, values = map(Counted, history.series("loss"))
    drawn = history.drawn("loss")
    _, frame = curves(Size(100, 30), [Curve("", steps, values, drawn=drawn)], cursor=9_000)
    assert frame is not None
    assert steps.read + values.read <= 40, "a search in halves, and no look at each of them"


def test_the_cursor_stands_at_the_value_of_its_step_although_that_is_not_drawn() -> None:
    steps, values = [float(step) for step in range(100)], [0.0] * 100
    values[50], values[99] = 5.0, 10.0
    drawn = ([0.0, 99.0], [0.0, 10.0])
    drawing, _ = curves(Size(60, 20), [Curve("", steps, values, drawn=drawn)], cursor=50)
    row = next(at for at, spans in enumerate(drawing.rows) if any("●" in span.text for span in spans))
    assert 7 <= row <= 11, "half up, and not at the line's foot"
