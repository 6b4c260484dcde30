"""A computation as a graph: leaves above, the result below, lines of box-drawing characters between."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from tutor.charts.cell_grid import CellGrid, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.graph.layout import Layout, layout

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
_ASCII = " |||-+++-+++-+++"
_PLAIN = str.maketrans("·−…∂", "*-~d")
_GROUNDS = {"leaf": "diverge2", "operation": "diverge4", "module": "diverge6"}
_INKS = {"constant": "ghost", "rest": "ghost", "operation": "", "leaf": "line2", "module": "line1"}


class LabeledNode(NamedTuple):
    """A label of a kind ('leaf', 'constant', 'operation', 'module', 'rest'), and what is added to it."""

    label: str
    kind: str
    note: str = ""
    """Written behind the label in another ink."""
    room: int = 0
    """Columns kept for notes, so that the graph stands still when they change."""


@dataclass(frozen=True)
class Look:
    """What stands out."""

    active: int | None = None
    """The edge that is being walked."""
    done: Collection[int] = field(default_factory=frozenset)
    """Edges that were walked."""
    focus: int = 0
    """The node that must be seen where not all can be."""
    key: str = ""
    """The key that shows what does not fit."""


def graph(
    size: Size,
    nodes: Sequence[LabeledNode],
    edges: Sequence[tuple[int, int]],
    look: Look | None = None,
    *,
    marks: Marks = "braille",
    shades: bool = True,
) -> Drawing:
    """Draw nodes and edges, each (operation, operand), node 0 being the result; what does not fit is said."""
    size = Size(max(0, size.width), max(0, size.height))
    if size.width < 8 or size.height < 2 or not nodes:
        return blank(size, "too small" if nodes else "")
    look = look or Look()
    texts = [_label(node, marks) for node in nodes]
    widths, anchors = _sizes(nodes, marks)
    routed = _routed(widths, anchors, tuple(edges))
    board = CellGrid(Size(routed.width, routed.height))
    _draw_lines(board, routed, look, marks)
    for node, text, (column, row), width in zip(nodes, texts, routed.places, widths, strict=True):
        board.text(column, row, f" {text} ", _INKS.get(node.kind, ""))
        if node.note:
            board.text(column + 2 + len(text), row, _plain(node.note, marks), "right")
        if shades and node.kind in _GROUNDS:
            for at in range(column, column + width):
                board.grounds[row][at] = _GROUNDS[node.kind]
    return _window(size, board, routed, look, marks)


def extent(nodes: Sequence[LabeledNode], edges: Sequence[tuple[int, int]], marks: Marks = "braille") -> Size:
    """Columns and rows that the whole graph takes."""
    routed = _routed(*_sizes(nodes, marks), tuple(edges))
    return Size(routed.width, routed.height)


def _sizes(nodes: Sequence[LabeledNode], marks: Marks) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The widths of the nodes, and their anchors: the middles of their labels."""
    lengths = [len(_label(node, marks)) for node in nodes]
    widths = tuple(
        length + (node.room + 1 if node.room else 0) + 2 for length, node in zip(lengths, nodes, strict=True)
    )
    return widths, tuple((length + 1) // 2 for length in lengths)


def _label(node: LabeledNode, marks: Marks) -> str:
    return _plain(node.label, marks)


def _plain(text: str, marks: Marks) -> str:
    if marks != "ascii":
        return printable(text)
    return printable(text.translate(_PLAIN), plain=True)


# ------------------------------------------------------------------------------------------------------- the lines


class _Line(NamedTuple):
    """A piece of an edge: from (upper column, top) down to its track, across, and down to (lower column, bottom)."""

    edge: int
    upper: int
    lower: int
    top: int
    track: int
    bottom: int
    last: bool


@dataclass(frozen=True)
class _Routed:
    """Where everything lies on a board of its own."""

    width: int
    height: int
    places: tuple[tuple[int, int], ...]
    """Of each node, its first column and its row."""
    widths: tuple[int, ...]
    lines: tuple[_Line, ...]
    passing: tuple[tuple[int, int, int], ...]
    """(edge, column, row) where an edge passes through a layer's row."""


@lru_cache(maxsize=32)
def _routed(widths: tuple[int, ...], anchors: tuple[int, ...], edges: tuple[tuple[int, int], ...]) -> _Routed:
    made = layout(widths, anchors, edges)
    ports = _ports(made)
    rows = [0] * len(made.layers)
    tracks: list[dict[int, int]] = [{} for _ in made.layers]
    at = 0
    for layer in range(len(made.layers) - 1, -1, -1):
        rows[layer] = at
        if layer:
            tracks[layer], count = _tracks(made, ports, layer)
            at += 1 + max(1, count)
    places = tuple((int(box.left), rows[box.layer]) for box in made.boxes[: len(widths)])
    lines = []
    for place, link in enumerate(made.links):
        layer = made.boxes[link.upper].layer
        upper, lower = ports[place]
        lines.append(
            _Line(
                link.edge,
                upper,
                lower,
                rows[layer] + 1,
                rows[layer] + 1 + tracks[layer].get(place, 0),
                rows[layer - 1] - 1,
                link.last,
            )
        )
    passing = tuple(
        (link.edge, int(made.boxes[link.upper].middle), rows[made.boxes[link.upper].layer])
        for link in made.links
        if not link.last
    )
    width = max((int(box.left) + box.width for box in made.boxes), default=0)
    return _Routed(width, rows[0] + 1, places, widths, tuple(lines), passing)


def _ports(made: Layout) -> list[tuple[int, int]]:
    """Columns of the upper and the lower end of each link: operands enter an operation's label side by side."""
    entering: dict[int, list[int]] = {}
    for place, link in enumerate(made.links):
        entering.setdefault(link.lower, []).append(place)
    ports: list[tuple[int, int]] = [(0, 0)] * len(made.links)
    for lower, places in entering.items():
        box = made.boxes[lower]
        ends = {place: int(made.boxes[made.links[place].upper].middle) for place in places}
        ordered = sorted(places, key=lambda place: (int(made.boxes[made.links[place].upper].middle), place))
        left, right = int(box.left) + min(1, box.anchor), int(box.left) + max(2 * box.anchor - 1, 0)
        for place, column in zip(ordered, _columns([ends[place] for place in ordered], left, right), strict=True):
            ports[place] = ends[place], column
    return ports


def _columns(wanted: Sequence[int], left: int, right: int) -> list[int]:
    """Columns from `left` to `right`, as near as can be to those wanted (in order), two apart where there is room."""
    step = 2 if right - left >= 2 * (len(wanted) - 1) else 1 if right - left >= len(wanted) - 1 else 0
    columns: list[int] = []
    for place, column in enumerate(wanted):
        least = columns[-1] + step if columns else left
        most = right - step * (len(wanted) - 1 - place)
        columns.append(min(max(column, least), max(most, least)))
    return columns


def _tracks(made: Layout, ports: Sequence[tuple[int, int]], layer: int) -> tuple[dict[int, int], int]:
    """The row below a layer on which each link that bends runs across; how many rows that takes.

    Links from the same tensor may run together. Where one link comes down in the column in which another goes on, it
    bends above it.
    """
    here = [place for place, link in enumerate(made.links) if made.boxes[link.upper].layer == layer]
    bends = sorted((place for place in here if ports[place][0] != ports[place][1]), key=lambda place: min(ports[place]))
    tracks: dict[int, int] = {}
    waiting = list(bends)
    row = 0
    while waiting:
        taken: list[int] = []
        for place in list(waiting):
            blocked = any(
                ports[other][0] == ports[place][1] and made.links[other].upper != made.links[place].upper
                for other in waiting
                if other != place
            )
            if not blocked and all(_apart(made, ports, place, other) for other in taken):
                taken.append(place)
        if not taken:  # each waits for another: one of them has to cross
            taken = [waiting[0]]
        for place in taken:
            tracks[place] = row
            waiting.remove(place)
        row += 1
    return tracks, row


def _apart(made: Layout, ports: Sequence[tuple[int, int]], first: int, second: int) -> bool:
    if made.links[first].upper == made.links[second].upper:
        return True
    (a, b), (c, d) = sorted(ports[first]), sorted(ports[second])
    return b < c or d < a


def _draw_lines(board: CellGrid, routed: _Routed, look: Look, marks: Marks) -> None:
    """Add up, in each cell, the directions in which lines leave it; the edge that is walked lies on top."""
    cells: dict[tuple[int, int], int] = {}
    inks: dict[tuple[int, int], tuple[int, str]] = {}

    def mark(column: int, row: int, directions: int, ink: tuple[int, str]) -> None:
        cells[column, row] = cells.get((column, row), 0) | directions
        if ink > inks.get((column, row), (-1, "")):
            inks[column, row] = ink

    def ink_of(edge: int) -> tuple[int, str]:
        return (2, "present") if edge == look.active else (1, "path") if edge in look.done else (0, "axis")

    for line in routed.lines:
        ink = ink_of(line.edge)
        for row in range(line.top, line.track):
            mark(line.upper, row, UP | DOWN, ink)
        for row in range(line.track + 1, line.bottom + 1):
            mark(line.lower, row, UP | DOWN, ink)
        if line.upper == line.lower:
            mark(line.upper, line.track, UP | DOWN, ink)
            continue
        left, right = sorted((line.upper, line.lower))
        mark(line.upper, line.track, UP | (RIGHT if line.lower > line.upper else LEFT), ink)
        mark(line.lower, line.track, DOWN | (LEFT if line.lower > line.upper else RIGHT), ink)
        for column in range(left + 1, right):
            mark(column, line.track, LEFT | RIGHT, ink)
    for edge, column, row in routed.passing:
        mark(column, row, UP | DOWN, ink_of(edge))
    chars = _ASCII if marks == "ascii" else _LINES
    for (column, row), directions in cells.items():
        board.put(column, row, chars[directions], inks[column, row][1])
    for line in routed.lines:
        if line.edge == look.active and line.last:
            board.put(line.upper, line.top, "^" if marks != "braille" else "▲", "present")


def _window(size: Size, board: CellGrid, routed: _Routed, look: Look, marks: Marks) -> Drawing:
    """The part of the board that the focus is in; in the middle where all of it fits."""
    sheet = CellGrid(size)
    column, row = routed.places[look.focus]
    left = _start(column + 4, size.width, routed.width)
    top = _start(row, size.height, routed.height)
    for y in range(size.height):
        for x in range(size.width):
            if 0 <= y + top < routed.height and 0 <= x + left < routed.width:
                sheet.chars[y][x] = board.chars[y + top][x + left]
                sheet.inks[y][x] = board.inks[y + top][x + left]
                sheet.grounds[y][x] = board.grounds[y + top][x + left]
    _cut(sheet, board, routed, left, top, marks)
    above, below, key = ("^", "v", ", ") if marks == "ascii" else ("↑", "↓", " · ")
    shows = f"{key}{look.key}" if look.key else ""
    if top > 0:
        _note(sheet, 0, f"{above} more above{shows}")
    if top + size.height < routed.height:
        _note(sheet, size.height - 1, f"{below} more below{shows}")
    return sheet.drawing()


def _note(sheet: CellGrid, row: int, text: str) -> None:
    """Words at the beginning of a row, and no piece of a label right behind them."""
    sheet.text(0, row, f"{text} ", "note")
    at = len(text) + 1
    while at < sheet.size.width and sheet.chars[row][at] not in f" {_LINES}{_ASCII}":
        sheet.put(at, row, " ")
        at += 1


def _cut(sheet: CellGrid, board: CellGrid, routed: _Routed, left: int, top: int, marks: Marks) -> None:
    """Where the edge of the window cuts a node's label, an ellipsis, at the right after the last whole word."""
    sign = "~" if marks == "ascii" else "…"
    width, height = sheet.size
    for (column, row), length in zip(routed.places, routed.widths, strict=True):
        start, y = column - left, row - top
        text = "".join(board.chars[row][column : column + length]).rstrip()
        if not 0 <= y < height or start >= width - 1 or start + len(text) <= 1:
            continue
        if start < 0 and text[:-start].strip():
            sheet.put(0, y, sign, sheet.inks[y][0])
        if start + len(text) > width:
            kept = text[: width - start - 1]
            if text[len(kept)] != " " and " " in kept.strip():
                kept = kept[: kept.rindex(" ")]
            end = max(0, start + len(kept.rstrip()))
            sheet.text(end, y, " " * (width - end))
            sheet.put(end, y, sign, board.inks[row][column + 1])


def _start(focus: int, room: int, length: int) -> int:
    """Where a window begins: in the middle of what is shorter than it, around the focus of what is longer."""
    if length <= room:
        return -((room - length) // 2)
    return min(max(0, focus - room // 2), length - room)


def depth_of(count: int, edges: Sequence[tuple[int, int]]) -> Mapping[int, int]:
    """The layer of each node: the longest way to it from the result."""
    depth = dict.fromkeys(range(count), 0)
    for operation, operand in sorted(edges):
        depth[operand] = max(depth[operand], depth[operation] + 1)
    return depth
