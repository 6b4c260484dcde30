"""What is kept of training runs: a loss for the home screen, what came of predictions, earlier runs to compare with."""

from __future__ import annotations

import math
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
) -> TrainingRun:
    """A run, thinned to at most so many steps and the last; of the loss, else of the first column, no extreme is
    lost."""
    leading = columns.get("loss", next(iter(columns.values()), ()))
    chosen = sorted({*thinned(leading, points), *([len(steps) - 1] if len(steps) else [])})
    kept = {name: tuple(_finite(column[at]) for at in chosen) for name, column in columns.items()}
    return TrainingRun(dict(controls), tuple(moves), planned, tuple(int(steps[at]) for at in chosen), kept, device)


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
