"""The plane as a model divides it, and a line as a model draws it, among training points and held-out ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tutor.charts.axis import Axis, fit_axis
from tutor.charts.canvas import Canvas, clip, segment
from tutor.charts.cell_grid import Area, CellGrid, cut, draw_axes, glyphs, layout, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.boundary.data import BoundaryView, Measured, RegressionView
from tutor.views.packing import unpack

REGIONS = 6
"""Grounds 'region0a' … 'region5b': a class's color, faint where the model is unsure. More steps would cost bytes."""
INKS = ("line1", "line2", "line3", "line4", "line5", "line6")
_TRAINING: dict[Marks, str] = {"braille": "●■▲◆★♦●■▲◆★♦", "block": "ABCDEFGHIJKL", "ascii": "ABCDEFGHIJKL"}
_HELD_OUT: dict[Marks, str] = {"braille": "○□△◇☆◊○□△◇☆◊", "block": "abcdefghijkl", "ascii": "abcdefghijkl"}
_TEXTURES: dict[Marks, str] = {"braille": " ⠂⠢⠦⠶⠷", "block": " .:-=+", "ascii": " .:-=+"}
"""What fills a class's part where there are no colors for grounds."""
NOTHING = 255

_Cell = tuple[Sequence[float], list[int] | None, tuple[int, int, int, int]]
"""Between four places of the grid: how far right each dot lies, its class at each where all are of one, the places."""


def draw_boundary(view: BoundaryView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw the parts of the plane with a line between them, and the points: filled in training, hollow held out.

    Without braille the points are letters, capital in training and small held out. The first row tells the classes
    apart, the second says how many points are right.
    """
    del page
    head = 2 if size.height >= 9 else 1 if size.height >= 6 else 0
    x, y = Axis(*view.x), Axis(*view.y)
    body = layout(Size(size.width, size.height - head), marks, title=False, y=y) if size.height > head else None
    if body is None or body.width < 4 or body.height < 2:
        return blank(size, "too small")
    area = Area(body.left, body.top + head, body.width, body.height, body.dots)
    sheet = CellGrid(size)
    draw_axes(sheet, area, x, y, marks, x_label=view.x_name, y_label=view.y_name)
    winners = _winners(view, area.width * area.dots[0], area.height * area.dots[1])
    _fill(sheet, area, view, winners, marks, shades=shades)
    _edges(sheet, area, winners, marks)
    for points, signs in ((view.training, _TRAINING[marks]), (view.held_out, _HELD_OUT[marks])):
        if points is not None:
            for a, b, label in zip(unpack(points.x), unpack(points.y), points.classes, strict=True):
                across, up = x.unit(a), y.unit(b)
                if 0 <= across <= 1 and 0 <= up <= 1:
                    sheet.put(area.column(across), area.row(up), signs[label % 12], INKS[label % len(INKS)])
    if head:
        _classes(sheet, view.classes, view.held_out is not None, marks)
    if head == 2:
        _scores(sheet, view, marks)
    return sheet.drawing()


def boundary_words(view: BoundaryView) -> str:
    """How many points are right."""
    said = f"training points right: {view.training.right} of {view.training.count}"
    if view.held_out is not None:
        said += f"; held-out points right: {view.held_out.right} of {view.held_out.count}"
    return said


def _winners(view: BoundaryView, columns: int, rows: int) -> list[list[int]]:
    """The class at each dot, by rows from below: where the grid's places around it differ, by their margins' weights.

    Of two classes this is where the margin, interpolated between four places, changes its sign.
    """
    width, winner = view.width, view.winner
    across = [divmod(x * (width - 1) / max(1, columns - 1), 1.0) for x in range(columns)]
    between: dict[int, list[float]] = {}  # how far right each dot lies, by the place of the grid to its left
    for whole, part in across:
        inside = whole <= width - 2
        between.setdefault(int(whole) if inside else width - 2, []).append(part if inside else 1.0)
    found: list[list[int]] = []
    band, cells = -1, list[_Cell]()
    for y in range(rows):
        whole, up = divmod(y * (view.height - 1) / max(1, rows - 1), 1.0)
        if whole > view.height - 2:
            whole, up = view.height - 2, 1.0
        if whole != band:  # several rows of dots lie between two rows of the grid
            band, cells = int(whole), []
            for at, parts in between.items():
                left = band * width + at
                around = (left, left + 1, left + width, left + width + 1)
                first = winner[left]
                same = first == winner[around[1]] == winner[around[2]] == winner[around[3]]
                cells.append((parts, [first] * len(parts) if same else None, around))
        row: list[int] = []
        for places, all_alike, around in cells:
            row += all_alike or _divided(view, places, around, up)  # most of the plane is all alike
        found.append(row)
    return found


def _divided(view: BoundaryView, parts: Sequence[float], around: Sequence[int], up: float) -> list[int]:
    """The class at dots between four places of the grid that differ, at one height."""
    sides: dict[int, list[float]] = {}  # of each class, how much of it there is at the left and at the right
    for corner, place in enumerate(around):
        share = (up if corner >= 2 else 1 - up) * (view.margin[place] + 1)
        sides.setdefault(view.winner[place], [0.0, 0.0])[corner % 2] += share
    if len(sides) == 2:
        (one, (one_left, one_right)), (other, (other_left, other_right)) = sides.items()
        left, right = one_left - other_left, one_right - other_right
        return [one if left + (right - left) * part >= 0 else other for part in parts]
    found = []
    for part in parts:
        shares = {one: left + (right - left) * part for one, (left, right) in sides.items()}
        found.append(max(shares, key=shares.__getitem__))
    return found


def _fill(
    sheet: CellGrid, area: Area, view: BoundaryView, winners: Sequence[Sequence[int]], marks: Marks, *, shades: bool
) -> None:
    """Each cell's ground, or texture."""
    columns = [
        min(view.width - 1, max(0, round(area.unit_x(area.left + c) * (view.width - 1)))) for c in range(area.width)
    ]
    dots_across, dots_up = area.dots
    for down in range(area.height):
        row = area.top + down
        line = winners[(area.height - 1 - down) * dots_up + dots_up // 2]
        place = min(view.height - 1, max(0, round(area.unit_y(row) * (view.height - 1)))) * view.width
        for column, across in enumerate(columns):
            winner = line[column * dots_across + dots_across // 2]
            if winner == NOTHING:
                sheet.put(area.left + column, row, "?", "bad")
            elif shades:
                strength = "ab"[view.margin[place + across] >= 128]
                sheet.grounds[row][area.left + column] = f"region{winner % REGIONS}{strength}"
            elif (column + row) % 2 == 0:
                sheet.put(area.left + column, row, _TEXTURES[marks][winner % REGIONS], "contour")


def _edges(sheet: CellGrid, area: Area, winners: Sequence[Sequence[int]], marks: Marks) -> None:
    """The line between two classes, where the winner changes from one dot to the next."""
    canvas = Canvas(area, marks)
    dots: set[tuple[int, int]] = set()
    for y, row in enumerate(winners):
        above = winners[y + 1] if y + 1 < len(winners) else row
        if row == above and row[0] == row[-1] and len(set(row)) == 1:
            continue
        beside = [*row[1:], row[-1]]
        triples = zip(row, above, beside, strict=True)
        dots.update((x, y) for x, (here, up, right) in enumerate(triples) if here != up or here != right)
    canvas.dots(dots, "cursor", char="#")
    canvas.write(sheet)


def _classes(sheet: CellGrid, classes: Sequence[str], tested: bool, marks: Marks) -> None:
    at = 0
    for index, name in enumerate(classes):
        signs = _TRAINING[marks][index % 12] + (_HELD_OUT[marks][index % 12] if tested else "")
        text = f"{signs} {printable(name, plain=marks == 'ascii')}"
        if at + len(text) > sheet.size.width:
            break
        sheet.text(at, 0, text, INKS[index % len(INKS)])
        at += len(text) + 3
    meaning = "filled: training, hollow: held out" if marks == "braille" else "capital: training, small: held out"
    if tested and at + len(meaning) <= sheet.size.width:
        sheet.text(at, 0, meaning, "label")


def _scores(sheet: CellGrid, view: BoundaryView, marks: Marks) -> None:
    sets = [("training", view.training), ("held out", view.held_out)]
    shares = [(name, 100 * one.right / one.count, one.count) for name, one in sets if one is not None and one.count]
    long = "   ".join(f"{name} {share:.1f} % of {count:,} right" for name, share, count in shares)
    short = "   ".join(f"{name} {share:.1f} %" for name, share, _ in shares)
    said = long if len(long) <= sheet.size.width else short
    sheet.text(0, 1, cut(said, sheet.size.width, plain=marks == "ascii"), "note")


# ------------------------------------------------------------------------------------------------ a function of one x


Points = Sequence[tuple[float, float]]


def draw_regression(view: RegressionView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw the training points and the held-out points over the curve; the first row names the errors.

    Few points are signs, ● and ○. Where signs would cover one another they are dots, single ones in training and
    slanting pairs held out, and the curve hides none of them. The axes are those of the points and stand still: a
    curve that leaves them is cut, and said to be.
    """
    del shades, page
    sets = [_points(one) for one in (view.training, view.held_out) if one is not None]
    heights = [y for points in sets for _, y in points if math.isfinite(y)]
    places = [x for points in sets for x, _ in points if math.isfinite(x)]
    room = 0.05 * ((max(heights) - min(heights)) or 1.0) if heights else 0.0
    up = fit_axis(None, min(heights, default=0.0) - room, max(heights, default=1.0) + room)
    across = fit_axis(None, min(places, default=0.0), max(places, default=1.0))
    area = layout(size, marks, title=True, y=up)
    if area is None or area.width < 4 or area.height < 2:
        return blank(size, "too small")
    sheet = CellGrid(size)
    draw_axes(sheet, area, across, up, marks, x_label=view.x_name, y_label=view.y_name)
    canvas = Canvas(area, marks)
    dots, outside = _curve(canvas, across, up, unpack(view.x), unpack(view.y))
    sign = glyphs(marks)
    few = sum(map(len, sets)) <= max(FEW, area.width * area.height // 40)
    signs = (sign.present, sign.start) if few else _SMALL[marks]
    drawn = list(zip(sets, signs, ("data", "line3"), (_DOT, _SLASH), strict=False))
    if not few:
        for one, char, ink, shape in drawn:
            canvas.dots(_point_dots(canvas, across, up, one, shape), ink, merge=True, char=char)
    canvas.dots(dots, "line1", merge=True)  # a cell that both are in keeps the points' dots
    canvas.write(sheet)
    if few:
        for one, char, ink, _ in drawn:
            for right, high in _units(across, up, one):
                sheet.put(area.column(right), area.row(high), char, ink)
    if area.top:
        _errors(sheet, view, *signs, outside)
    return sheet.drawing()


def regression_words(view: RegressionView) -> str:
    """The errors."""
    said = f"mean squared error {view.training.error:.4g} on {view.training.count} training points"
    if view.held_out is not None:
        said += f", {view.held_out.error:.4g} on {view.held_out.count} held out"
    return said


FEW = 30
"""So many points are signs on any chart; on a large one as many as find a cell of their own."""
_DOT, _SLASH = ((0, 0),), ((0, 0), (1, 1))
_SMALL: dict[Marks, tuple[str, str]] = {"braille": ("⠂", "⠔"), "block": ("▖", "▞"), "ascii": ("@", "o")}
"""How the first row shows the dots of points in training, and of those held out."""


def _points(sample: Measured) -> Points:
    return list(zip(unpack(sample.x), unpack(sample.y), strict=True))


def _units(across: Axis, up: Axis, points: Points) -> Iterator[tuple[float, float]]:
    """Where the points lie, 0 to 1 both ways, without those that are off the axes."""
    for a, b in points:
        right, high = across.unit(a), up.unit(b)
        if 0 <= right <= 1 and 0 <= high <= 1:
            yield right, high


def _point_dots(
    canvas: Canvas, across: Axis, up: Axis, points: Points, shape: Sequence[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Each point as dots of this shape, none of them beyond the edge."""
    wide, high = canvas.width - 1, canvas.height - 1
    return {
        (min(wide, round(x * wide) + right), min(high, round(y * high) + above))
        for x, y in _units(across, up, points)
        for right, above in shape
    }


def _curve(
    canvas: Canvas, across: Axis, up: Axis, x: Sequence[float], y: Sequence[float]
) -> tuple[set[tuple[int, int]], str]:
    """The dots of the curve within the axes; and what it does that cannot be seen."""
    width, height = canvas.width - 1, canvas.height - 1
    dots: set[tuple[int, int]] = set()
    last: tuple[float, float] | None = None
    broken = cut = False
    for a, b in zip(x, y, strict=False):
        right, high = across.unit(a) * width, up.unit(b) * height
        if math.isnan(right) or math.isnan(high):
            last, broken = None, True
            continue
        here = (right, min(max(high, -1e6), 1e6))
        cut = cut or not 0 <= high <= height
        piece = clip(*(last or here), *here, width, height)
        if piece is not None:
            dots.update(segment(*piece))
        last = here
    return dots, "curve not a number in places" if broken else "curve leaves the chart" if cut else ""


def _errors(sheet: CellGrid, view: RegressionView, filled: str, hollow: str, outside: str) -> None:
    training, held_out = view.training, view.held_out
    parts = [(f"{filled} training, {training.count:,} points, error", training.error, "data")]
    if held_out is not None:
        parts.append((f"{hollow} held out, {held_out.count:,}, error", held_out.error, "line3"))
    said = [(f"{words} {error:.3g}", ink) for words, error, ink in parts]
    if sum(len(text) + 3 for text, _ in said) - 3 > sheet.size.width:
        said = [(f"{words.split(',')[0]} {error:.3g}", ink) for words, error, ink in parts]
    said += [(outside, "attention")] if outside else []
    at = 0
    for text, ink in said:
        if at + len(text) > sheet.size.width:
            break
        sheet.text(at, 0, text, ink)
        at += len(text) + 3
