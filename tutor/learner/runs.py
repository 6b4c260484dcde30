"""What is kept of training runs: a loss for the home screen, what came of predictions, earlier runs to compare with."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence

import msgspec

Scalar = bool | int | float | str
CURVE_POINTS = 200
KEPT_RUNS = 8
"""Runs of one cell that are kept; the oldest go first."""


class LossCurve(msgspec.Struct, frozen=True):
    """A loss curve, thinned."""

    label: str
    steps: tuple[int, ...]
    loss: tuple[float | None, ...]
    """None where the loss was not finite."""


class PredictionOutcome(msgspec.Struct, frozen=True):
    """What the run of a prediction showed."""

    hit: bool
    words: str


class TrainingRun(msgspec.Struct, frozen=True):
    """A training run of a cell, thinned."""

    controls: dict[str, Scalar]
    """By name, as the run began."""
    moves: tuple[tuple[int, str, Scalar], ...]
    """(first step that used it, control, value) of each control changed on the way."""
    planned: int | None
    """How many steps it was to have."""
    steps: tuple[int, ...]
    columns: dict[str, tuple[float | None, ...]]
    """The reported numbers, by name; None where one was not finite, or was not reported."""
    device: str = ""
    """Where it ran, as torch spells it; '' where that was not kept."""
    cut: bool = False
    """Whether it ended before its cell did: by a line that dropped, an error, a key, the end of the tutor."""
    broken: dict[str, int] = {}
    """The first step at which a column was not finite, where there is one."""

    def is_like(self, other: TrainingRun) -> bool:
        """Whether the other run tells no less: the same controls all along, as many steps, and the same device."""
        alike = (self.controls, self.moves, self.steps[-1:], self.device)
        return alike == (other.controls, other.moves, other.steps[-1:], other.device)


def curve(label: str, steps: Sequence[int], loss: Sequence[float], points: int = CURVE_POINTS) -> LossCurve:
    """A run's loss, thinned to at most `points` points with every extreme and the first that is not finite."""
    chosen = thinned(loss, points)
    return LossCurve(label, tuple(int(steps[at]) for at in chosen), tuple(_finite(loss[at]) for at in chosen))


def run(
    controls: Mapping[str, Scalar],
    moves: Sequence[tuple[int, str, Scalar]],
    planned: int | None,
    steps: Sequence[float],
    columns: Mapping[str, Sequence[float]],
    points: int = CURVE_POINTS,
    device: str = "",
    *,
    cut: bool = False,
    broken: Mapping[str, int] | None = None,
) -> TrainingRun:
    """A run, thinned to the rows that are `telling`. `columns` have nan where they have no value, and `broken` has the
    first step at which a column was not finite."""
    chosen = telling(steps, columns, points, broken or {})
    kept = {name: tuple(_finite(column[at]) for at in chosen) for name, column in columns.items()}
    told = tuple(int(steps[at]) for at in chosen)
    return TrainingRun(dict(controls), tuple(moves), planned, told, kept, device, cut, dict(broken or {}))


def telling(
    steps: Sequence[float], columns: Mapping[str, Sequence[float]], points: int, broken: Mapping[str, int]
) -> list[int]:
    """The places of some `points` rows that are worth keeping, spread evenly over the steps, which rise; see `run`.

    The last is among them, and no extreme of the loss is lost, else of the first column; nor of another that has few
    values in the rows of those before it, such as one that is reported once in an epoch.
    """
    if len(steps) <= points:
        return list(range(len(steps)))
    chosen = {len(steps) - 1, *(min(bisect_left(steps, step), len(steps) - 1) for step in broken.values())}
    for name in sorted(columns, key=lambda name: name != "loss"):
        column, bad = columns[name], broken.get(name, math.inf)
        if sum(not math.isnan(column[at]) or steps[at] >= bad for at in chosen) < points // 2:
            there = [at for at, value in enumerate(column) if value == value or steps[at] >= bad]  # nan is not itself
            chosen |= _spread(steps, column, there, points)
    return sorted(chosen)


def _spread(steps: Sequence[float], column: Sequence[float], there: list[int], points: int) -> set[int]:
    """Of these places some `points`: those of the lowest and the highest value in each of so many equal parts of the
    way."""
    if len(there) <= points:
        return set(there)
    first, chosen, low = steps[there[0]], set[int](), 0
    width = (steps[there[-1]] - first + 1) / (points // 2)
    while low < len(there):
        edge = first + width * (math.floor((steps[there[low]] - first) / width) + 1)
        high = max(low + 1, bisect_left(there, edge, low, key=steps.__getitem__))
        part = [column[at] for at in there[low:high]]
        if not math.isfinite(sum(part)):
            part = [value if math.isfinite(value) else math.inf for value in part]
        chosen |= {there[low + part.index(min(part))], there[low + part.index(max(part))]}
        low = high
    return chosen


def thinned(values: Sequence[float], points: int) -> Sequence[int]:
    """Places of at most `points` of the values, with every extreme and the first that is not finite."""
    if len(values) <= points:
        return range(len(values))
    size = math.ceil(len(values) / (points // 2))
    return sorted({at for start in range(0, len(values), size) for at in _extremes(values, start, size)})


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _extremes(values: Sequence[float], start: int, size: int) -> tuple[int, int]:
    """Where the lowest and the highest of `size` numbers from `start` stand; what is not finite is the highest."""
    places = range(start, min(start + size, len(values)))
    highest = max(places, key=lambda at: values[at] if math.isfinite(values[at]) else math.inf)
    return min(places, key=lambda at: values[at] if math.isfinite(values[at]) else math.inf), highest
