"""Which panels of a scene the stage shows, and where: whole numbers first, then as many charts as can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from tutor.ui.stage.panels import NumbersPanel, Panel, Scene, ViewPanel
from tutor.ui.stage.readout import rows_needed

GUTTER = 2
"""Columns between two panels."""
LOW = 16
"""Below so many rows panels stand beside one another rather than one over the other."""
NARROW = 60
"""Below so many columns there is one panel beside another nowhere."""
NUMBERS = 28
"""Columns that the numbers of a step have at least, where they stand beside a chart."""
WIDTH, CURVE, PICTURE = 30, 6, 7
"""What a chart needs to be read: columns, and rows with the rule above it; a picture or a map needs one more."""


class Fields(msgspec.Struct, frozen=True):
    """The stage's columns and rows, in cells."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    wide: int = -1
    """The place of the panel that has both columns."""
    high: int = -1
    """The place of the panel that has all rows, the others being in the other column."""


class Arrangement(msgspec.Struct, frozen=True):
    """What the stage shows of a scene."""

    keys: tuple[str, ...]
    """The panels, in the order in which they fill the fields."""
    fields: Fields
    left_out: int = 0
    """Charts that have no room; the key that marks the next panel brings them."""


def arrange(scene: Scene, width: int, height: int) -> Arrangement:
    """As many charts as can be read beside the numbers of the step; of a stage that has no size yet, nothing."""
    numbers = next((key for key, panel in scene.panels.items() if isinstance(panel, NumbersPanel)), None)
    charts = [key for key in scene.panels if key != numbers]
    if width < 1 or height < 1:
        return Arrangement((), Fields((), ()))
    for count in range(len(charts), 0, -1):
        keys = [*_chosen(scene, charts, count), *([numbers] if numbers else [])]
        found = fields([scene.panels[key] for key in keys], width, height)
        if found is not None or (count == 1 and numbers is None):
            whole = found or Fields((width,), (height,))
            return Arrangement(tuple(keys), whole, len(charts) - count)
    return Arrangement((numbers,) if numbers else (), Fields((width,), (height,)), len(charts))


def _chosen(scene: Scene, charts: Sequence[str], count: int) -> list[str]:
    """So many of the charts, with the marked one: the first picture stays, the others take turns beside it."""
    picture = next((key for key in charts if isinstance(scene.panels[key], ViewPanel)), "")
    marked = scene.marked if scene.marked in charts else picture or charts[0]
    if count == 1:
        return [marked]
    rest = [key for key in charts if key != picture]
    room = count - 1 if picture else count
    place = rest.index(marked) if marked in rest else 0
    start = min(place - place % room, max(0, len(rest) - room))
    shown = {picture, *rest[start : start + room]}
    return [key for key in charts if key in shown]


def fields(panels: Sequence[Panel], width: int, height: int) -> Fields | None:
    """How these panels, the numbers last, share the room; None where one of them could not be read."""
    numbers = panels[-1] if panels and isinstance(panels[-1], NumbersPanel) else None
    charts = panels[:-1] if numbers is not None else panels
    if not charts:
        return Fields((width,), (height,))
    ways = _with_numbers(charts, numbers, width, height) if numbers else _without(charts, width, height)
    for way in ways:
        if (found := way()) is not None and _readable(panels, found):
            return found
    return None


Way = Callable[[], Fields | None]


def _with_numbers(charts: Sequence[Panel], numbers: NumbersPanel, width: int, height: int) -> Iterator[Way]:
    """The ways of laying out charts with numbers, the best first."""
    several = len(charts) > 1
    if width < NARROW:
        yield lambda: _column(charts, numbers, width, height)
    elif height < LOW:
        if several:
            yield lambda: _corner(charts, numbers, width, height)
            yield lambda: _below(charts, numbers, width, height)
        else:
            yield lambda: _beside(numbers, width, height)
    elif several:
        yield lambda: _grid([*charts, numbers], width, height)
        yield lambda: _corner(charts, numbers, width, height)
        yield lambda: _below(charts, numbers, width, height)
    else:
        if width >= 90 and height < 24:
            yield lambda: _beside(numbers, width, height)
        yield lambda: _column(charts, numbers, width, height)
        yield lambda: _beside(numbers, width, height)


def _without(charts: Sequence[Panel], width: int, height: int) -> Iterator[Way]:
    """The ways of laying out charts alone."""
    several = len(charts) > 1
    if several and len(charts) != 2 and width >= NARROW:
        yield lambda: _grid(charts, width, height)
    if len(charts) == 2 and width >= NARROW and (height < LOW or (width >= 90 and height < 24)):
        yield lambda: Fields(_split(width - GUTTER, 2), (height,))
    if len(charts) < 3 or width < NARROW:
        yield lambda: Fields((width,), _split(height, len(charts)))


def _split(length: int, count: int) -> tuple[int, ...]:
    """A length in so many parts, equal but for the rest."""
    return tuple(length // count + (place < length % count) for place in range(count))


def _column(charts: Sequence[Panel], numbers: NumbersPanel, width: int, height: int) -> Fields | None:
    last = rows_needed(numbers, width) + 1
    room = height - last
    return Fields((width,), (*_split(room, len(charts)), last)) if room > 0 else None


def _beside(numbers: NumbersPanel, width: int, height: int) -> Fields | None:
    """A chart with all rows, and the numbers in as few columns as they need."""
    for columns in range(NUMBERS, width - GUTTER - WIDTH + 1, 2):
        if rows_needed(numbers, columns) < height:
            return Fields((width - GUTTER - columns, columns), (height,))
    return None


def _corner(charts: Sequence[Panel], numbers: NumbersPanel, width: int, height: int) -> Fields | None:
    """A picture with all rows, and beside it a chart above the numbers."""
    large = next((place for place, panel in enumerate(charts) if isinstance(panel, ViewPanel)), -1)
    if len(charts) != 2 or large < 0:
        return None
    small = (width - GUTTER) * 2 // 5
    columns = (width - GUTTER - small, small) if large == 0 else (small, width - GUTTER - small)
    last = rows_needed(numbers, small) + 1
    return Fields(columns, (height - last, last), high=large) if last < height else None


def _below(charts: Sequence[Panel], numbers: NumbersPanel, width: int, height: int) -> Fields | None:
    """Two charts beside one another, and the numbers below both."""
    last = rows_needed(numbers, width) + 1
    if len(charts) != 2 or last >= height:
        return None
    return Fields(_split(width - GUTTER, 2), (height - last, last), wide=2)


def _grid(panels: Sequence[Panel], width: int, height: int) -> Fields | None:
    """Rows of two; where the count is odd, the first has a row of its own, and a large one if it is a picture."""
    columns, count = _split(width - GUTTER, 2), -(-len(panels) // 2)
    odd = len(panels) % 2 == 1
    last = rows_needed(panels[-1], columns[-1]) + 1 if isinstance(panels[-1], NumbersPanel) else 0
    even = _split(height, count)
    if last <= even[-1]:
        parts = count + 1 if odd and count > 1 and _stands_alone(panels[0]) else count
        shares = _split(height, parts)
        if parts > count and last <= shares[-1]:
            even = (shares[0] + shares[1], *shares[2:])
        return Fields(columns, even, wide=0 if odd else -1)
    if last >= height or count < 2:
        return None
    return Fields(columns, (*_split(height - last, count - 1), last), wide=0 if odd else -1)


def _stands_alone(panel: Panel) -> bool:
    return isinstance(panel, ViewPanel) and panel.alone


def _readable(panels: Sequence[Panel], found: Fields) -> bool:
    """Whether every chart has what it needs."""
    return all(
        columns >= min(WIDTH, sum(found.columns)) and rows >= (PICTURE if isinstance(panel, ViewPanel) else CURVE)
        for panel, (columns, rows) in zip(panels, rooms(found, len(panels)), strict=True)
        if not isinstance(panel, NumbersPanel)
    )


def rooms(found: Fields, count: int) -> list[tuple[int, int]]:
    """Columns and rows of each panel, its rule among the rows."""
    taken: set[tuple[int, int]] = set()
    sizes = []
    for place in range(count):
        row, column = next(
            (row, column)
            for row in range(len(found.rows))
            for column in range(len(found.columns))
            if (row, column) not in taken
        )
        across = 2 if place == found.wide else 1
        down = len(found.rows) if place == found.high else 1
        taken |= {(row + below, column + right) for below in range(down) for right in range(across)}
        columns = sum(found.columns[column : column + across]) + GUTTER * (across - 1)
        sizes.append((columns, sum(found.rows[row : row + down])))
    return sizes
