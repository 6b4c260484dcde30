"""Measurements of several ways over the size of the work, and where one begins to win over another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from tutor.views.comparison.data import ComparisonView, Crossing, Measurements
from tutor.views.packing import pack

SERIES, POINTS = 8, 500
"""No more than these are sent."""

Points = Sequence[tuple[float, float]]


def comparison(
    x_label: str,
    y_label: str,
    series: Mapping[str, Sequence[tuple[Any, Any]]],
    *,
    log: bool | tuple[bool, bool] = True,
    crossed: bool = True,
    passes: str = "rises above",
    note: str = "",
) -> ComparisonView:
    """A view of (x, y) pairs by name; on log axes what is not above 0 has no place and is left out, and counted.

    `crossed` says whether the places where one passes another are looked for, `passes` what that is called; `note` is
    said below.
    """
    log_x, log_y = (log, log) if isinstance(log, bool) else log
    kept: dict[str, Points] = {}
    lost = 0
    for name, pairs in list(series.items())[:SERIES]:
        every_point = sorted((float(x), float(y)) for x, y in pairs)
        usable = [(x, y) for x, y in every_point if _has_place(x, log_x) and _has_place(y, log_y)]
        lost += len(every_point) - len(usable)
        every = max(1, -(-len(usable) // POINTS))
        kept[str(name)] = usable[::every]
    found = tuple(_all_crossings(kept, log_x, log_y)) if crossed else ()
    notes = [note] if note else []
    notes += [f"{lost} points have no place on these axes"] if lost else []
    if len(series) > SERIES:
        notes.append(f"{len(series) - SERIES} series more are not here")
    return ComparisonView(
        x_label, y_label, log_x, log_y,
        tuple(Measurements(name, pack(x for x, _ in points), pack(y for _, y in points))
              for name, points in kept.items()),
        found, ", ".join(notes), passes,
    )  # fmt: skip


def crossings(first: Points, second: Points, log_x: bool, log_y: bool) -> Iterator[tuple[float, float, bool]]:
    """Where two lines through points cross: x, y, and whether the second is the higher one from there on.

    Between points the lines are straight on the axes that are drawn, logarithmic ones too. Only where both are.
    """

    def scaled(points: Points) -> Points:
        return [(math.log(x) if log_x else x, math.log(y) if log_y else y) for x, y in points]

    one, other = scaled(first), scaled(second)
    if len(one) < 2 or len(other) < 2:
        return
    low, high = max(one[0][0], other[0][0]), min(one[-1][0], other[-1][0])
    places = sorted({x for x, _ in [*one, *other] if low <= x <= high})
    ahead: tuple[float, float] | None = None  # the last place at which one of them was ahead, and by how much
    level: float | None = None  # the first place since then at which they are level
    for x in places:
        difference = _at(other, x) - _at(one, x)
        if difference == 0:
            level = x if level is None else level
            continue
        if ahead is not None and ahead[1] * difference < 0:
            share = ahead[1] / (ahead[1] - difference)
            place = ahead[0] + share * (x - ahead[0]) if level is None else level
            height = _at(one, place)
            yield math.exp(place) if log_x else place, math.exp(height) if log_y else height, difference > 0
        ahead, level = (x, difference), None


def _all_crossings(series: Mapping[str, Points], log_x: bool, log_y: bool) -> Iterator[Crossing]:
    for one, other in combinations(series, 2):
        for x, y, passed in crossings(series[one], series[other], log_x, log_y):
            yield Crossing(x, y, one if passed else other, other if passed else one)


def _at(points: Points, x: float) -> float:
    """The height of the line through the points at x."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 if x1 == x0 else y0 + (x - x0) / (x1 - x0) * (y1 - y0)
    return points[-1][1]


def _has_place(value: float, log: bool) -> bool:
    return math.isfinite(value) and (value > 0 or not log)
