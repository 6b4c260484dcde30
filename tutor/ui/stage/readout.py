"""The numbers of a step as a drawing: name and value in columns that stand still, then what they say."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from tutor.charts.drawing import Drawing, Marks, Size, Span
from tutor.course import regime
from tutor.ui.stage.panels import NumberRead, NumbersPanel
from tutor.ui.widgets.written import number, shown
from tutor.views import registry as drawings
from tutor.views.plain import plain

VALUE_WIDTH = 10
"""Cells for a number: sign, five digits, point and exponent."""
REST = 0.01
"""A loss that moves by less than this share of its whole way is at rest."""
FEW = 5
"""Steps that do not tell yet whether it moves."""
SIGNS: dict[regime.Regime, tuple[str, str]] = {
    "slow": ("→", "attention"),
    "steady": ("↘", "right"),
    "oscillating": ("↔", "attention"),
    "diverging": ("↗", "wrong"),
}
"""How a regime is marked, and in which ink; its name stands beside."""


def readout(panel: NumbersPanel, size: Size, marks: Marks, key: str = "v") -> Drawing:
    """The panel in this size. Of what does not fit it is said how much that is: first of the earlier runs, which the
    key for ghosts leafs through, then of the sentences, last of the numbers; `key` gives them more room."""
    width, height = size
    numbers, sentences, ghosts = _numbers(panel, width), _sentences(panel, width, marks), _ghosts(panel, width)
    over = len(numbers) + len(sentences) + len(ghosts) - height
    if over > 0 and len(ghosts) > over:
        ghosts = [*ghosts[: -over - 1], _note(f"{over + 1} earlier more: g", width, marks)]
        over = 0
    rows = [*numbers, *sentences, *ghosts]
    if over > 0 and height > 0:
        left = len(rows) - height + 1
        many = "row" if left == 1 else "rows"
        rows = [*rows[: height - 1], _note(f"{left} {many} more" + (f": {key}" if key else ""), width, marks)]
    rows += [()] * (height - len(rows))
    return Drawing(tuple(_filled(row, width, marks) for row in rows[:height]), size)


def rows_needed(panel: NumbersPanel, width: int) -> int:
    """How many rows the panel takes in so many columns, whatever its values are: what it says of the training is
    counted before it can be said, and of earlier runs the first."""
    trains = bool(panel.gradients) or panel.rate is not None
    said = [remark] if (remark := _remark(panel)) else []
    said += [_bad(panel)] if panel.first_bad is not None else []
    rows = sum(len(_wrapped(text, width)) for text in said)
    return max(1, len(_numbers(panel, width)) + trains + rows + bool(panel.ghosts))


def _numbers(panel: NumbersPanel, width: int) -> list[tuple[Span, ...]]:
    """The numbers, and which curve or path each belongs to: the read-out is the charts' legend."""
    labeled = [one for one in panel.readings if one.label]
    rows = _flowing([one for one in panel.readings if not one.label], width)
    if len(labeled) > len({one.label for one in labeled}):
        return rows + _table(labeled, width)
    return rows + _flowing(labeled, width)


def _flowing(readings: Sequence[NumberRead], width: int) -> list[tuple[Span, ...]]:
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


def _table(readings: Sequence[NumberRead], width: int) -> list[tuple[Span, ...]]:
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
    """What the numbers say of the training."""
    said: list[tuple[str, str]] = []
    if panel.first_bad is not None:
        said.append((_bad(panel), "wrong"))
    seen = _seen(panel)
    where = f" at {shown(panel.rate)}" if panel.rate is not None else ""
    if seen not in ("oscillating", "diverging") and _at_rest(panel):
        said.append((f"hardly moves any more{where}", "label"))
    elif seen is not None:
        sign, ink = SIGNS[seen]
        said.append((seen + where if marks == "ascii" else f"{sign} {seen}{where}", ink))
    if remark := _remark(panel):
        said.append((remark, "label"))
    return [(Span(line, ink),) for text, ink in said for line in _wrapped(text, width)]


def _remark(panel: NumbersPanel) -> str:
    """What the rate leads to, by what the lesson has derived."""
    return drawings.remark(panel.meaning, panel.rate) if panel.meaning is not None and panel.rate is not None else ""


def _seen(panel: NumbersPanel) -> regime.Regime | None:
    """What training does at the step shown, judged by the reports since the rate was last moved."""
    part = slice(panel.since, panel.count)
    gradients = list(zip(*(column[part] for column in panel.gradients), strict=True))
    if not gradients and panel.rate is None:
        return None
    steps = panel.steps - panel.since if panel.steps is not None else None
    return regime.observed(panel.loss[part], gradients, steps)


def _at_rest(panel: NumbersPanel) -> bool:
    """Whether the rate was moved when next to nothing was left to fall: how fast says nothing of the rate."""
    loss = panel.loss[: panel.count]
    since = loss[panel.since :]
    return panel.since > 0 and len(since) > FEW and max(since) - min(since) <= REST * (max(loss) - min(loss))


def _ghosts(panel: NumbersPanel, width: int) -> list[tuple[Span, ...]]:
    """A row for each earlier run."""
    said = (f"{which}: loss {number(loss)}" for which, loss in panel.ghosts)
    return [(Span(line, "ghost"),) for text in said for line in _wrapped(text, width)]


def _bad(panel: NumbersPanel) -> str:
    return f"loss is {number(panel.loss[-1])}; not a finite number from step {panel.first_bad} on"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(8, width))


def _note(text: str, width: int, marks: Marks) -> tuple[Span, ...]:
    """What is left out, and the key that shows it."""
    return (Span(f"{'...' if marks == 'ascii' else '…'} {text}"[:width], "note"),)


def _filled(row: tuple[Span, ...], width: int, marks: Marks) -> tuple[Span, ...]:
    """The row padded to the width; where it is cut, an ellipsis says so."""
    out: list[Span] = []
    room = width
    for place, span in enumerate(row):
        text, rest = span.text[:room], "".join(one.text for one in row[place + 1 :])
        if (span.text[room:] + rest).strip() and len(text) == room and room > 0:
            text = text[:-1] + ("~" if marks == "ascii" else "…")
            return (*out, span._replace(text=text))
        out.append(span._replace(text=text))
        room -= len(text)
    return (*out, Span(" " * room)) if room else tuple(out)
