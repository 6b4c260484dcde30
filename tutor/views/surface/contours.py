"""Contours of a function of two parameters: which levels, and the dots and bands that show them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.charts.axis import LARGEST, nice_step, number
from tutor.charts.cell_grid import Area
from tutor.charts.drawing import Marks
from tutor.views.packing import unpack
from tutor.views.surface.data import Grid

BANDS = 10
"""Grounds 'band0' (the lowest) to 'band9'."""


def value_at(grid: Grid, x: float, y: float) -> float:
    """The value at a point of a grid, by cubic convolution (exact for quadratics); nan beside it."""
    if not grid.holds(x, y):
        return math.nan
    across = weights((x - grid.x[0]) / (grid.x[1] - grid.x[0]) * (grid.width - 1), grid.width)
    up = weights((y - grid.y[0]) / (grid.y[1] - grid.y[0]) * (grid.height - 1), grid.height)
    values = unpack(grid.values)
    return sum(v * h * clamped(values[row * grid.width + column]) for row, v in up for column, h in across)


def clamped(value: float) -> float:
    """The value, or a very large one where it is not finite: a loss that overflows is high, not unknown."""
    return min(max(value, -LARGEST), LARGEST) if math.isfinite(value) else LARGEST


def weights(place: float, count: int) -> tuple[tuple[int, float], ...]:
    """Cubic convolution (Keys 1981, a = −1/2): grid lines around `place` (in grid steps), each with its part.

    Beyond the ends the grid is continued quadratically, as Keys does; so quadratics come out exact everywhere. Two
    grid lines are interpolated linearly.
    """
    first = min(max(math.floor(place), 0), count - 2)
    t = place - first
    if count < 3:
        return ((first, 1 - t), (first + 1, t))
    parts: dict[int, float] = {}
    for offset, part in (
        (-1, ((-0.5 * t + 1) * t - 0.5) * t),
        (0, (1.5 * t - 2.5) * t * t + 1),
        (1, ((-1.5 * t + 2) * t + 0.5) * t),
        (2, (0.5 * t - 0.5) * t * t),
    ):
        index = first + offset
        spread: tuple[tuple[int, float], ...]
        if index < 0:
            spread = ((0, 3.0), (1, -3.0), (2, 1.0))
        elif index >= count:
            spread = ((count - 1, 3.0), (count - 2, -3.0), (count - 3, 1.0))
        else:
            spread = ((index, 1.0),)
        for target, factor in spread:
            parts[target] = parts.get(target, 0.0) + part * factor
    return tuple((index, part) for index, part in sorted(parts.items()) if part)


def choose_levels(values: Sequence[float], most: int = BANDS - 1) -> list[float]:
    """Round levels, rising, that divide the values: 1, 2, 5, 10, … where they span powers of ten, else equal steps."""
    clean = sorted(clamped(value) for value in values)
    low, high = clean[0], clean[min(len(clean) - 1, len(clean) * 98 // 100)]
    if not low < high:
        return []
    if low <= 0 < high and clean[len(clean) // 50] > 0:
        low = clean[len(clean) // 50]  # an exact zero at the bottom of the valley is no reason for a linear scale
    if low > 0 and high / low > 8:
        return _log_levels(low, high, most)
    step = nice_step((high - low) / (most + 1))
    first = math.floor(low / step) + 1
    return [index * step for index in range(first, first + most) if low < index * step < high]


def _log_levels(low: float, high: float, most: int) -> list[float]:
    bottom, top = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for factors in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3)):
        found = [
            float(f"{factor}e{exponent}")
            for exponent in range(bottom, top + 1)
            for factor in factors
            if low < factor * 10.0**exponent < high
        ]
        if len(found) <= most:
            return found
    step = max(1, -(-(top - bottom) // most))
    return [10.0**exponent for exponent in range(bottom + 1, top + 1, step) if low < 10.0**exponent < high][:most]


@dataclass(frozen=True, slots=True)
class Contours:
    """The still layer of a surface: it changes with the grid, the size and the marks only."""

    grid: Grid
    area: Area
    marks: Marks
    levels: tuple[float, ...]
    lines: tuple[frozenset[tuple[int, int]], ...]
    """The dots of each level's line."""
    bands: tuple[tuple[int, ...], ...]
    """The band of each cell, the upper row first."""
    labels: tuple[tuple[int, int, str], ...]
    """(column, row, text) of each level's label, within the body."""


def contours(grid: Grid, area: Area, marks: Marks) -> Contours:
    """Lines, bands and labels of a grid over a body of cells."""
    across, up = area.dots
    columns, rows = area.width * across, area.height * up
    values = [clamped(value) for value in unpack(grid.values)]
    levels = choose_levels(values)
    band = _band_of_dots(grid, values, levels, columns, rows)
    lines: list[set[tuple[int, int]]] = [set() for _ in levels]
    for y in range(rows):
        here, above = band[y], band[y + 1] if y + 1 < rows else band[y]
        for x in range(columns):
            own = here[x]
            right = here[x + 1] if x + 1 < columns else own
            if own != right:
                lines[min(own, right)].add((x, y))
            elif own != above[x]:
                lines[min(own, above[x])].add((x, y))
    shade = [round(index * (BANDS - 1) / max(1, len(levels))) for index in range(len(levels) + 1)]
    cells = tuple(
        tuple(shade[band[row * up + up // 2][column * across + across // 2]] for column in range(area.width))
        for row in reversed(range(area.height))
    )
    kept = _uncrowded(levels, lines, area)
    return Contours(grid, area, marks, tuple(levels), kept, cells, _labels(levels, kept, area, marks))


def _uncrowded(
    levels: Sequence[float], lines: Sequence[set[tuple[int, int]]], area: Area
) -> tuple[frozenset[tuple[int, int]], ...]:
    """The lines, those left empty that would for the most part touch another: powers of ten stay before the rest."""
    across, up = area.dots
    taken: set[tuple[int, int]] = set()
    kept: dict[int, frozenset[tuple[int, int]]] = {}
    rank = sorted(range(len(levels)), key=lambda index: (not _is_power_of_ten(levels[index]), -levels[index]))
    for index in rank:
        cells = {(x // across, y // up) for x, y in lines[index]}
        near = sum(1 for column, row in cells if {(column - 1, row), (column, row), (column + 1, row)} & taken)
        if near * 2 <= len(cells):
            kept[index] = frozenset(lines[index])
            taken |= cells
    return tuple(kept.get(index, frozenset()) for index in range(len(levels)))


def _is_power_of_ten(value: float) -> bool:
    return value > 0 and abs(math.log10(value) - round(math.log10(value))) < 1e-9


def _band_of_dots(
    grid: Grid, values: Sequence[float], levels: Sequence[float], columns: int, rows: int
) -> list[list[int]]:
    """For each dot, how many levels lie below the function there. By rows from below."""
    width = grid.width
    across = [weights(x / max(1, columns - 1) * (width - 1), width) for x in range(columns)]
    stretched = []
    for start in range(0, len(values), width):
        line = values[start : start + width]
        stretched.append([sum(line[index] * part for index, part in parts) for parts in across])
    band = []
    for y in range(rows):
        total = [0.0] * columns
        for index, part in weights(y / max(1, rows - 1) * (grid.height - 1), grid.height):
            total = [value + part * more for value, more in zip(total, stretched[index], strict=True)]
        band.append([bisect_left(levels, value) for value in total])
    return band


def _labels(
    levels: Sequence[float], lines: Sequence[frozenset[tuple[int, int]]], area: Area, marks: Marks
) -> tuple[tuple[int, int, str], ...]:
    """A label on each line that has room for one, in the upper left half where it can be, none touching another."""
    across, up = area.dots
    labels: list[tuple[int, int, str]] = []
    taken: set[tuple[int, int]] = set()
    for level, line in zip(levels, lines, strict=True):
        text = number(level, digits=4, plain=marks != "braille")
        cells = sorted(
            {(x // across, area.height - 1 - y // up) for x, y in line},
            key=lambda cell: abs(cell[0] / area.width - 0.22) + abs(cell[1] / area.height - 0.22) * 0.7,
        )
        for column, row in cells:
            start = column - len(text) // 2
            wanted = {(start + offset, row + down) for offset in range(-1, len(text) + 1) for down in (-1, 0, 1)}
            inside = start >= 1 and start + len(text) < area.width and 0 < row < area.height - 1
            if inside and not wanted & taken:
                labels.append((start, row, text))
                taken |= wanted
                break
    return tuple(labels)
