"""What a chart is of, and which line is which: a title, labels at the lines' ends, a character on each line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from tutor.charts.axis import Axis
from tutor.charts.cell_grid import Area, CellGrid, cut, printable
from tutor.charts.drawing import Marks, Size

WHOLE = 16
"""Columns that a label has in a chart of any width that has labels: "0.028, 100 steps" stands whole."""


class Curve(msgspec.Struct, frozen=True):
    """Values over steps that rise; nan and infinities allowed."""

    label: str
    steps: Sequence[float]
    values: Sequence[float]
    ink: str = "line1"
    faint: bool = False
    """A ghost: dotted, in the ink 'ghost', behind the others."""
    key: str = ""
    """One character that marks the curve where it is farthest from the others, and its label; where three lines or
    more have labels and no keys, they are numbered."""
    drawn: tuple[Sequence[float], Sequence[float]] | None = None
    """Of the steps and values those that tell in a drawing, where these are many; the cursor is read from all."""


def write_title(sheet: CellGrid, title: str, note: str, ink: str, marks: Marks) -> None:
    """The title at the left of the first row, and a note at its right; nothing where the sheet is low."""
    width, height = sheet.size
    if height < 7:
        return
    plain = marks == "ascii"
    note = cut(note, width, plain=plain)
    sheet.text(width - len(note), 0, note, ink)
    room = max(0, width - len(note) - 2 * bool(note))
    sheet.text(0, 0, cut(printable(title, plain=plain), room, plain=plain), "title")


def label_width(lines: Sequence[Curve], size: Size) -> int:
    """Columns for the labels at the lines' ends, with the space before them; 0 where they are not needed."""
    named = [line for line in lines if line.label]
    if len(named) < 2 or size.width < 36 or size.height < 5:
        return 0
    longest = max(len(_end_label(line)) for line in named)
    return min(longest, max(size.width * 2 // 5, WHOLE)) + 1


def _end_label(line: Curve) -> str:
    return f"{line.key} {line.label}" if line.key else line.label


def write_ends(sheet: CellGrid, area: Area, y: Axis, lines: Sequence[Curve], right: int) -> None:
    """Each label beside the height at which its line ends, none over another."""
    if right < 2:
        return
    wanted = []
    for line in lines:
        if line.label:
            end = next((value for value in reversed(line.values) if math.isfinite(value)), None)
            unit = y.unit(end) if end is not None else 1.0
            wanted.append((min(max(unit, 0.0), 1.0), line))
    wanted.sort(key=lambda pair: -pair[0])
    rows = spread([area.row(unit) for unit, _ in wanted], area.top, area.top + area.height)
    for row, (_, line) in zip(rows, wanted, strict=False):
        text = cut(printable(_end_label(line), plain=area.dots == (1, 1)), right - 1, plain=area.dots == (1, 1))
        sheet.text(area.left + area.width + 1, row, text, "ghost" if line.faint else line.ink)


def spread(wanted: Sequence[int], low: int, high: int) -> list[int]:
    """Rows near the wanted ones (which rise), each its own, from `low` up to before `high`; fewer where they do
    not fit.

    >>> spread([3, 3, 3, 9], 0, 10)
    [2, 3, 4, 9]
    """
    wanted = wanted[: max(0, high - low)]
    groups: list[tuple[float, int]] = []  # (first row, size) of labels that touch
    for row in wanted:
        groups.append((row, 1))
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] > groups[-1][0]:
            (start_a, size_a), (start_b, size_b) = groups[-2:]
            middle = ((start_a + (size_a - 1) / 2) * size_a + (start_b + (size_b - 1) / 2) * size_b) / (size_a + size_b)
            size = size_a + size_b
            start = min(max(middle - (size - 1) / 2, low), high - size)
            groups[-2:] = [(start, size)]
    rows: list[int] = []
    for start, size in groups:
        first = max(round(start), rows[-1] + 1 if rows else low)
        rows.extend(range(first, first + size))
    for index in range(len(rows) - 1, -1, -1):  # rounding may have pushed the last ones out
        rows[index] = min(rows[index], high - (len(rows) - index))
    return rows


Body = tuple[Curve, list[float], list[float]]


def write_keys(sheet: CellGrid, area: Area, bodies: Sequence[Body], before: Mapping[str, int]) -> dict[str, int]:
    """Write each curve's key on it where the others are far, and where it stood before as long as that is so."""
    keyed = [body for body in bodies if body[0].key]
    if len(keyed) < 2 or area.width < 12:
        return {}
    heights = {body[0].key: _heights(body, area) for body in keyed}
    placed: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()
    for line, _, _ in keyed:
        own = heights[line.key]
        others = [height for key, height in heights.items() if key != line.key]

        def clear(column: int, own: dict[int, float] = own, others: Sequence[dict[int, float]] = others) -> float:
            near = [abs(own[column] - height[column]) for height in others if column in height]
            return min(near, default=1.0) * area.height

        candidates = [
            column
            for column in own
            if column % 3 == 0 and 2 < column < area.width - 1 and (column, area.row(own[column])) not in taken
        ]
        best = before.get(line.key, -1)
        if best not in own or clear(best) < 1.0:
            best = max(candidates, key=clear, default=-1)
        if best >= 0:
            placed[line.key] = best
            row = area.row(own[best])
            taken.update((best + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1))
            sheet.put(area.left + best, row, line.key[:1], line.ink)
    return placed


def _heights(body: Body, area: Area) -> dict[int, float]:
    """The height (0 to 1) at which a line crosses the middle of each column that it reaches."""
    _, across, up = body
    heights: dict[int, float] = {}
    for x0, y0, x1, y1 in zip(across, up, across[1:], up[1:], strict=False):
        if math.isnan(y0) or math.isnan(y1):
            continue
        for column in range(math.ceil(x0 * area.width - 0.5), math.floor(x1 * area.width - 0.5) + 1):
            share = ((column + 0.5) / area.width - x0) / (x1 - x0) if x1 > x0 else 0.0
            heights[column] = y0 + share * (y1 - y0)
    return heights
