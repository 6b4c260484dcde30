"""The numbers of a step as a drawing: name and value in columns that stand still, then what they say."""

from __future__ import annotations

import textwrap

from tutor.charts.drawing import Drawing, Marks, Size, Span
from tutor.course import regime
from tutor.ui.plain import plain
from tutor.ui.scene import NumbersPanel, number

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
    rows = [*_pairs(panel, width), *_sentences(panel, width, marks)][:height]
    rows += [()] * (height - len(rows))
    return Drawing(tuple(_filled(row, width) for row in rows), size)


def _pairs(panel: NumbersPanel, width: int) -> list[tuple[Span, ...]]:
    if not panel.pairs:
        return []
    names = max(len(name) for name, _ in panel.pairs) + 1
    cell = names + VALUE_WIDTH + 3
    across = max(1, (width + 3) // cell)
    rows = []
    for start in range(0, len(panel.pairs), across):
        row: list[Span] = []
        for name, value in panel.pairs[start : start + across]:
            row += [Span(plain(name).ljust(names), "label"), Span(value.ljust(VALUE_WIDTH + 3), "")]
        rows.append(tuple(row))
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
    said += [(f"earlier, {label}: loss {number(loss)}", "ghost") for label, loss in panel.ghosts]
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
