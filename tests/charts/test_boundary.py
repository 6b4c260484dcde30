"""Which class a model answers at each dot of the plane, worked out from a grid of its answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import overload

import pytest
from msgspec.structs import replace

from tutor.views.boundary.data import BoundaryView, Labelled
from tutor.views.boundary.draw import _winners

NO_POINTS = Labelled(b"", b"", b"", 0, 0)


def view(width: int, height: int, winner: bytes, margin: bytes) -> BoundaryView:
    return BoundaryView("x", "y", (0, 1), (0, 1), width, height, winner, margin, ("a", "b", "c"), NO_POINTS, None)


class Counted(Sequence[int]):
    """Classes that count how often one was looked at."""

    def __init__(self, values: bytes) -> None:
        self.values, self.read = values, 0

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> bytes: ...
    def __getitem__(self, at: int | slice) -> int | bytes:
        self.read += 1
        return self.values[at]


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_each_dot_has_the_class_with_the_most_weight_among_the_four_places_around_it(classes: int) -> None:
    rng = random.Random(classes)
    width, height, columns, rows = 7, 5, 26, 24
    winner = bytes(rng.randrange(classes) for _ in range(width * height))
    margin = bytes(rng.randrange(256) for _ in range(width * height))
    found = _winners(view(width, height, winner, margin), columns, rows)
    for y, row in enumerate(found):
        for x, dot in enumerate(row):
            across, up = x * (width - 1) / (columns - 1), y * (height - 1) / (rows - 1)
            left, below = min(int(across), width - 2), min(int(up), height - 2)
            weights: dict[int, float] = {}
            for right, above in ((0, 0), (1, 0), (0, 1), (1, 1)):
                place = (below + above) * width + left + right
                share = (1 - abs(across - left - right)) * (1 - abs(up - below - above))
                weights[winner[place]] = weights.get(winner[place], 0.0) + share * (margin[place] + 1)
            assert weights[dot] == pytest.approx(max(weights.values()))


def test_where_all_is_of_one_class_a_chart_of_more_dots_looks_at_no_more_of_the_grid() -> None:
    whole = view(20, 10, bytes(200), bytes(200))
    looks = []
    for columns, rows in ((80, 40), (400, 300)):
        counted = Counted(whole.winner)
        assert {one for row in _winners(replace(whole, winner=counted), columns, rows) for one in row} == {0}
        looks.append(counted.read)
    assert looks[1] <= looks[0] <= 4 * 19 * 9
