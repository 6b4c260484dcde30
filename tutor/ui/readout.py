"""The numbers of a step as a drawing: name and value in columns that stand still, then what they say."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from tutor.charts.drawing import Drawing, Marks, Size, Span
from tutor.course import regime
from tutor.ui.plain import plain
from tutor.ui.scene import NumbersPanel, Reading, number

VALUE_WIDTH = 10
"""Cells for a number: sign, five digits, point and exponent."""
SIGNS: dict[regime.Regime, tuple[str, str]] = {
    "slow": ("→", "attention"),
    "steady": ("↘", "right"),
    "oscillating": ("↔", "attention"),
    "diverging": ("↗", "wrong"),
}
"""How a regime is marked, and in which ink; its name stands beside."""


def readout(panel: NumbersPanel, size: Size, marks: Marks) -> Drawing:
    """The panel in this size; what does not fit is left out from below."""
    width, height = size
    rows = [*_numbers(panel, width), *_sentences(panel, width, marks)][:height]
    rows += [()] * (height - len(rows))
    return Drawing(tuple(_filled(row, width) for row in rows), size)


def rows_of(panel: NumbersPanel, width: int) -> int:
    """How many rows the numbers take in so many columns, whatever their values are."""
    return len(_numbers(panel, width))


def _numbers(panel: NumbersPanel, width: int) -> list[tuple[Span, ...]]:
    """The numbers, and which curve or path each belongs to: the read-out is the charts' legend."""
    labelled = [one for one in panel.readings if one.label]
    rows = _flowing([one for one in panel.readings if not one.label], width)
    if len(labelled) > len({one.label for one in labelled}):
        return rows + _table(labelled, width)
    return rows + _flowing(labelled, width)


def _flowing(readings: Sequence[Reading], width: int) -> list[tuple[Span, ...]]:
    """Name and value side by side, as many on a row as find room."""
    if not readings:
        return []
    said = [plain(f"{one.key} {one.label}".strip() if one.label else one.name) for one in readings]
    names = max(map(len, said)) + 1
    cell = names + VALUE_WIDTH + 3
    across = max(1, (width + 3) // cell)
    rows = []
    for start in range(0, len(readings), across):
        row: list[Span] = []
        for name, one in list(zip(said, readings, strict=True))[start : start + across]:
            row += [Span(name.ljust(names), one.ink or "label"), Span(one.value.ljust(VALUE_WIDTH + 3), "")]
        rows.append(tuple(row))
    return rows


def _table(readings: Sequence[Reading], width: int) -> list[tuple[Span, ...]]:
    """A row for each label, a column for each name; columns that find no room stand below the others."""
    values = {(one.key, one.name): one.value for one in readings}
    lines = {one.key: (plain(f"{one.key} {one.label}"), one.ink) for one in readings}
    columns = list(dict.fromkeys(one.name for one in readings))
    first = max(len(said) for said, _ in lines.values()) + 1
    across = max(1, (width + 1 - first) // (VALUE_WIDTH + 1))
    rows: list[tuple[Span, ...]] = []
    for start in range(0, len(columns), across):
        block = columns[start : start + across]
        heads = "".join(f"{plain(name)[:VALUE_WIDTH]:<{VALUE_WIDTH + 1}}" for name in block)
        rows.append((Span(" " * first), Span(heads, "label")))
        for key, (said, ink) in lines.items():
            cells = "".join(f"{values.get((key, name), ''):<{VALUE_WIDTH + 1}}" for name in block)
            rows.append((Span(said.ljust(first), ink), Span(cells, "")))
    return rows


def _sentences(panel: NumbersPanel, width: int, marks: Marks) -> list[tuple[Span, ...]]:
    said: list[tuple[str, str]] = []
    if panel.first_bad is not None:
        said.append((f"loss is {number(panel.loss[-1])}; not a finite number from step {panel.first_bad} on", "wrong"))
    count = panel.count
    gradients = list(zip(*(column[:count] for column in panel.gradients), strict=True))
    trains = bool(gradients) or panel.rate is not None
    seen = regime.observed(panel.loss[:count], gradients, panel.steps) if trains else None
    if seen is not None:
        sign, ink = SIGNS[seen]
        said.append((seen if marks == "ascii" else f"{sign} {seen}", ink))
    if panel.rate is not None and panel.eigenvalues:
        said.append((regime.explain(panel.rate, panel.eigenvalues), "label"))
    said += [(f"{which}: loss {number(loss)}", "ghost") for which, loss in panel.ghosts]
    return [(Span(line, ink),) for text, ink in said for line in textwrap.wrap(text, max(8, width))]


def _filled(row: tuple[Span, ...], width: int) -> tuple[Span, ...]:
    """The row cut or padded to the width."""
    out: list[Span] = []
    room = width
    for span in row:
        text = span.text[:room]
        out.append(span._replace(text=text))
        room -= len(text)
    return (*out, Span(" " * room)) if room else tuple(out)
