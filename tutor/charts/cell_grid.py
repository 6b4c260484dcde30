"""A sheet of cells that charts are written on, and the frame of axes around a chart's body."""

from __future__ import annotations

import math
import unicodedata

import msgspec
from msgspec.structs import replace

from tutor.charts.axis import LONGEST, Axis, Tick
from tutor.charts.drawing import Drawing, Marks, Placed, Size, Span


class Glyphs(msgspec.Struct, frozen=True):
    """The characters that a terminal can show; each is one cell wide."""

    left: str
    left_tick: str
    corner: str
    bottom: str
    bottom_tick: str
    cursor: str
    pointer: str
    present: str
    step: str
    start: str
    best: str
    bad: str
    moved: str
    """Where a control was moved."""
    plain: bool
    """Whether labels keep to ASCII."""


_BRAILLE = Glyphs("│", "┤", "└", "─", "┬", "┊", "▲", "●", "•", "○", "✕", "✗", "◆", False)
_BLOCK = Glyphs("│", "┤", "└", "─", "┬", "│", "▲", "O", "·", "o", "x", "x", "♦", True)
_ASCII = Glyphs("|", "+", "+", "-", "+", ":", "^", "@", "*", "o", "x", "x", "^", True)


def glyphs(marks: Marks) -> Glyphs:
    """The characters for a kind of terminal. 'block' keeps to what the font of a bare console has."""
    return {"braille": _BRAILLE, "block": _BLOCK, "ascii": _ASCII}[marks]


_IN_ASCII = str.maketrans(
    {"−": "-", "±": "+-", "×": "x", "·": ",", "→": "->", "←": "<-", "…": "...", "∂": "d", "λ": "lambda", "µ": "u"}
    | dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
)
"""Signs that have a plain form; of other characters outside ASCII only the place is kept."""


def printable(text: str, *, plain: bool = False) -> str:
    """The text with everything that is not exactly one cell wide (or not ASCII, where `plain`) shown as '?'."""
    if plain:
        text = text.translate(_IN_ASCII)
    return "".join(
        character
        if character.isprintable()
        and (character.isascii() or not plain)
        and unicodedata.east_asian_width(character) not in "WF"
        and not unicodedata.combining(character)
        else "?"
        for character in text
    )


def cut(text: str, width: int, *, plain: bool = False) -> str:
    """The text in so many columns; where it is cut, its last character says so."""
    if len(text) <= width:
        return text
    return (text[: max(0, width - 1)].rstrip() + ("~" if plain else "…"))[: max(0, width)]


class CellGrid:
    """Cells of a character, an ink and a ground each. What is written beyond the edges is lost."""

    def __init__(self, size: Size) -> None:
        self.size = Size(max(0, size.width), max(0, size.height))
        width, height = self.size
        self.chars = [[" "] * width for _ in range(height)]
        self.inks = [[""] * width for _ in range(height)]
        self.grounds = [[""] * width for _ in range(height)]
        self.pictures: list[Placed] = []

    def put(self, column: int, row: int, char: str, ink: str = "") -> None:
        """Write one cell; its ground stays."""
        if 0 <= row < self.size.height and 0 <= column < self.size.width:
            self.chars[row][column] = char
            self.inks[row][column] = ink

    def text(self, column: int, row: int, text: str, ink: str = "") -> None:
        """Write along a row from `column` on."""
        for offset, char in enumerate(text):
            self.put(column + offset, row, char, ink)

    def free(self, column: int, row: int, width: int) -> bool:
        """Whether these cells are on the sheet and empty."""
        if not (0 <= row < self.size.height and column >= 0 and column + width <= self.size.width):
            return False
        return all(char == " " for char in self.chars[row][column : column + width])

    def paste(self, drawing: Drawing, column: int, row: int) -> None:
        """Write a drawing with its upper left corner at (column, row); its spaces too."""
        for down, spans in enumerate(drawing.rows):
            at = column
            for span in spans:
                for char in span.text:
                    if 0 <= row + down < self.size.height and 0 <= at < self.size.width:
                        self.chars[row + down][at] = char
                        self.inks[row + down][at] = span.ink
                        self.grounds[row + down][at] = span.ground
                    at += 1
        self.pictures += (replace(one, column=one.column + column, row=one.row + row) for one in drawing.pictures)

    def drawing(self) -> Drawing:
        """What is written, as spans."""
        rows = []
        for chars, inks, grounds in zip(self.chars, self.inks, self.grounds, strict=True):
            spans: list[Span] = []
            start = 0
            for column in range(1, len(chars) + 1):
                if column == len(chars) or inks[column] != inks[start] or grounds[column] != grounds[start]:
                    spans.append(Span("".join(chars[start:column]), inks[start], grounds[start]))
                    start = column
            rows.append(tuple(spans))
        return Drawing(tuple(rows), self.size, tuple(self.pictures))


class Area(msgspec.Struct, frozen=True):
    """Where the body of a chart lies on its sheet, in cells."""

    left: int
    top: int
    width: int
    height: int
    dots: tuple[int, int] = (2, 4)
    """Dots of a cell across and up: 0 lies in the middle of the first dot of the body, 1 in that of the last."""

    def column(self, unit: float) -> int:
        """The column of the sheet for a place on the x axis, 0 to 1 (the same rounding as the dots')."""
        across = self.dots[0]
        return self.left + math.floor(0.5 + (across * self.width - 1) * unit) // across

    def row(self, unit: float) -> int:
        """The row of the sheet for a place on the y axis, 0 (below) to 1 (above)."""
        up = self.dots[1]
        return self.top + self.height - 1 - math.floor(0.5 + (up * self.height - 1) * unit) // up

    def unit_x(self, column: int) -> float:
        """The place on the x axis of the middle of a column of the sheet."""
        across = self.dots[0]
        return (across * (column - self.left + 0.5) - 0.5) / max(1, across * self.width - 1)

    def unit_y(self, row: int) -> float:
        """The place on the y axis of the middle of a row of the sheet."""
        up = self.dots[1]
        return (up * (self.top + self.height - row - 0.5) - 0.5) / max(1, up * self.height - 1)


Place = tuple[float, float]
"""What of a drawing can be pointed at: the x and y of a map, the column and row of a matrix."""


class Frame(msgspec.Struct, frozen=True):
    """How something was drawn, and which of its places lies where; as it stands here, none can be pointed at."""

    size: Size

    def point_at(self, column: int, row: int) -> Place | None:
        """The place under a cell of the drawing (the mouse's); None where there is none."""
        del column, row
        return None

    def next_to(self, point: Place | None, columns: int, rows: int) -> Place | None:
        """The place so many columns right of another and rows above it; from None, beside where one begins."""
        del point, columns, rows
        return None


class ChartFrame(Frame, frozen=True):
    """How a chart was laid out; given back as `previous`, the next drawing's axes stand still."""

    x: Axis
    y: Axis
    area: Area


class Map(ChartFrame, frozen=True):
    """The frame of a chart whose places can be read out."""

    def point_at(self, column: int, row: int) -> Place | None:
        """The (x, y) under a cell of the drawing (the mouse's); None beside the body."""
        area = self.area
        if not (0 <= column - area.left < area.width and 0 <= row - area.top < area.height):
            return None
        return self.x.value(area.unit_x(column)), self.y.value(area.unit_y(row))

    def next_to(self, point: Place | None, columns: int, rows: int) -> Place:
        """The middle of the cell so many columns right of a point and rows above it, within the body.

        Where there is no point on the map, the middle of the body.
        """
        area = self.area
        units = (0.5, 0.5) if point is None else (self.x.unit(point[0]), self.y.unit(point[1]))
        if not all(0 <= unit <= 1 for unit in units):
            units, columns, rows = (0.5, 0.5), 0, 0
        column = min(max(area.column(units[0]) + columns, area.left), area.left + area.width - 1)
        row = min(max(area.row(units[1]) - rows, area.top), area.top + area.height - 1)
        return self.x.value(area.unit_x(column)), self.y.value(area.unit_y(row))


GUTTER = 5
"""Columns kept for the labels of a y axis, so that its line does not move when they change."""


DOTS: dict[Marks, tuple[int, int]] = {"braille": (2, 4), "block": (2, 2), "ascii": (1, 1)}
"""Dots of a cell across and up."""


def layout(size: Size, marks: Marks, *, title: bool, right: int = 0, y: Axis | None = None) -> Area | None:
    """Room for a body with a y axis at its left, an x axis below, a title above; None where nothing is left.

    Small sheets go without a title, then without labels. Long labels of `y` have more room than others.
    """
    width, height = size
    gutter = GUTTER if width >= 24 else 4 if width >= 14 else 0
    top = 1 if title and height >= 7 else 0
    bottom = 2 if height >= 5 else 0
    if gutter and y is not None:
        longest = max((len(tick.label) for tick in _y_ticks(y, height - top - bottom, marks)), default=0)
        gutter = max(gutter, min(longest, LONGEST, width // 3))
    area = Area(gutter + bool(gutter), top, width - gutter - bool(gutter) - right, height - top - bottom, DOTS[marks])
    return area if area.width >= 2 and area.height >= 1 else None


def _y_ticks(y: Axis, rows: int, marks: Marks) -> tuple[Tick, ...]:
    """The ticks of a y axis of so many rows."""
    return y.ticks(max(2, (rows + 1) // 3), plain=glyphs(marks).plain)


def draw_axes(
    sheet: CellGrid, area: Area, x: Axis, y: Axis, marks: Marks, *, x_label: str = "", y_label: str = ""
) -> None:
    """Axis lines, ticks and labels around a body; what has no room is left out."""
    glyph = glyphs(marks)
    bottom = area.top + area.height
    if area.left > 0:
        for row in range(area.top, bottom):
            sheet.put(area.left - 1, row, glyph.left, "axis")
        taken: set[int] = set()
        said: set[str] = set()
        for tick in _y_ticks(y, area.height, marks):
            row, label = area.row(y.unit(tick.value)), tick.label[: area.left - 1]
            if row not in taken and label not in said and area.top <= row < bottom:
                taken.add(row)
                said.add(label)
                sheet.put(area.left - 1, row, glyph.left_tick, "axis")
                sheet.text(area.left - 1 - len(label), row, label, "tick")
        name = printable(y_label, plain=marks == "ascii")
        row = next((row for row in range(area.top, bottom) if sheet.free(0, row, area.left - 1)), bottom)
        if name and row < bottom and len(name) < area.left:
            sheet.text(area.left - 1 - len(name), row, name, "label")
    if bottom >= sheet.size.height:
        return
    if area.left > 0:
        sheet.put(area.left - 1, bottom, glyph.corner, "axis")
    sheet.text(area.left, bottom, glyph.bottom * area.width, "axis")
    _x_labels(sheet, area, x, glyph, printable(x_label, plain=marks == "ascii"))


def _x_labels(sheet: CellGrid, area: Area, axis: Axis, glyph: Glyphs, name: str) -> None:
    line, row = area.top + area.height, area.top + area.height + 1
    free_from, last = 0, 0
    for tick in axis.ticks(max(2, area.width // 9), plain=glyph.plain):
        column, length = area.column(axis.unit(tick.value)), len(tick.label)
        start = min(max(0, column - length // 2), sheet.size.width - length)
        if start < free_from or column >= area.left + area.width:
            continue
        sheet.put(column, line, glyph.bottom_tick, "axis")
        sheet.text(start, row, tick.label, "tick")
        last, free_from = free_from, start + length + 1
    for start in (free_from + 1, (last + free_from - len(str(axis.high)) - len(name)) // 2):
        if name and sheet.free(start - 1, row, len(name) + 1) and sheet.free(start, row, len(name)):
            sheet.text(start, row, name, "label")
            break
