"""Small pictures in cells: half blocks where there are shades, characters of different weight or dots where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.charts.axis import number
from tutor.charts.cell_grid import CellGrid, cut, printable
from tutor.charts.dense import character, dot_bits
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.charts.scale import HEAT, Scale

GREYS = 16
"""Inks and grounds 'grey0' (black) to 'grey15' (white)."""
_WEIGHTS: dict[Marks, str] = {"braille": " ░▒▓█", "block": " ░▒▓█", "ascii": " .:-=+*#%@"}
_GAP = 2
"""Columns between two pictures."""
_LEGEND = 34
"""Columns that a legend takes at most."""
_CLEAR = 6
"""Columns that a picture needs at least to be made out; more than fit are left out before it is made smaller."""
_LARGEST = 8
"""Columns that a pixel takes at most."""


@dataclass(frozen=True)
class Picture:
    """Bytes row by row from the top, one a pixel or three; what it is, and what it was taken for."""

    width: int
    height: int
    values: Sequence[int]
    label: str = ""
    predicted: str = ""
    right: bool | None = None


@dataclass(frozen=True)
class _Way:
    """How pixels become cells: so many columns a pixel, and pixels a row of cells (2 for half blocks)."""

    across: int
    down: int
    """Rows of cells a pixel, or half rows where `halves`."""
    halves: bool
    dots: bool = False
    """Braille dots, one a pixel: 2 × 4 to a cell."""
    plain: bool = False
    """Half blocks without shades: a pixel is there from half of the scale on."""

    def cells(self, width: int, height: int) -> Size:
        """The cells that a picture takes."""
        if self.dots:
            return Size(-(-width // 2), -(-height // 4))
        rows = height * self.down
        return Size(width * self.across, -(-rows // 2) if self.halves else rows)


def pictures(
    size: Size,
    tiles: Sequence[Picture],
    ends: tuple[float, float] = (0.0, 1.0),
    *,
    channels: int = 1,
    signed: bool = False,
    note: str = "",
    marks: Marks = "braille",
    shades: bool = True,
) -> Drawing:
    """Draw as many pictures as fit, as large as all of them can be, with what they are below each.

    A right prediction has a ✓, a wrong one a ✗ and both words. The last row is the legend: the values that the
    darkest and the brightest stand for, `ends`, and how many pictures found no room.
    """
    size = Size(max(0, size.width), max(0, size.height))
    if size.width < 4 or size.height < 2 or not tiles:
        return blank(size, "too small" if tiles else "no pictures")
    captions = [_caption(tile, marks) for tile in tiles]
    caption = 1 if any(captions) and size.height >= 4 else 0
    foot = 1 if size.height >= 6 else 0
    room = Size(size.width, size.height - foot)
    wide, high = max(tile.width for tile in tiles), max(tile.height for tile in tiles)
    words = max((len(text) for text, _ in captions), default=0) if caption else 0
    ways = _ways(marks, shades=shades, signed=signed)
    way = _way(ways, room, len(tiles), wide, high, min(words, 14), caption)
    if way is None:
        way = ways[-1]
        tiles, wide, high = _shrunk(tiles, room, caption, way, channels)
    cell = way.cells(wide, high)
    gap = 1 if caption else 0
    column_width = max(cell.width, min(words, 14)) + _GAP
    columns = max(1, (room.width + _GAP) // column_width)
    needed = -(-len(tiles) // columns)
    if needed * (cell.height + caption + gap) - gap > room.height:
        gap = 0  # rather a row of pictures more
    rows = min(needed, max(1, (room.height + gap) // (cell.height + caption + gap)))
    sheet = CellGrid(size)
    shown = min(len(tiles), columns * rows)
    for index, tile in enumerate(tiles[:shown]):
        down, across = divmod(index, columns)
        left, top = across * column_width, down * (cell.height + caption + gap)
        _draw(sheet, left, top, tile, way, channels, marks, signed=signed, shades=shades)
        if caption:
            text, ink = captions[index]
            sheet.text(left, top + cell.height, cut(text, column_width - 1, plain=marks == "ascii"), ink)
    if foot:
        hidden = f"{len(tiles) - shown:,} more find no room" if shown < len(tiles) else ""
        row = min(size.height - 1, -(-shown // columns) * (cell.height + caption + gap))
        _foot(sheet, row, ends, ", ".join(filter(None, [hidden, note])), channels, marks, signed=signed, shades=shades)
    return sheet.drawing()


def _caption(tile: Picture, marks: Marks) -> tuple[str, str]:
    """Label and prediction, and the ink: signs say what the colour says."""
    label, given = printable(tile.label, plain=marks == "ascii"), printable(tile.predicted, plain=marks == "ascii")
    yes, no = ("v", "x") if marks != "braille" else ("✓", "✗")
    if tile.right is True:
        return f"{yes} {label}", "right"
    if tile.right is False:
        return f"{no} {given}, is {label}", "bad"
    if given:
        return given, "label"
    return label, "label"


# ---------------------------------------------------------------------------------------------------------- how large


def _way(ways: Sequence[_Way], room: Size, count: int, wide: int, high: int, words: int, caption: int) -> _Way | None:
    """The largest way in which all pictures fit, else the smallest in which one does; None where not even that."""
    clear = [way for way in ways if not way.dots and way.cells(wide, high).width >= _CLEAR]
    for way in clear:
        cell = way.cells(wide, high)
        columns = (room.width + _GAP) // (max(cell.width, words) + _GAP)
        if (
            cell.width <= room.width
            and columns * ((room.height + bool(caption)) // (cell.height + 2 * caption)) >= count
        ):
            return way
    for way in (*reversed(clear), *ways):
        cell = way.cells(wide, high)
        if cell.width <= room.width and cell.height + caption <= room.height:
            return way
    return None


def _ways(marks: Marks, *, shades: bool, signed: bool) -> list[_Way]:
    """From the largest to the smallest: a pixel stays about square, a cell being twice as high as it is wide."""
    if shades and marks != "ascii":
        return [_Way(size, size, True) for size in range(_LARGEST, 0, -1)]
    ways = [_Way(2 * size, size, False) for size in range(_LARGEST // 2, 0, -1)]
    if marks != "ascii" and not signed:
        ways += [_Way(size, size, True, plain=True) for size in (2, 1)]
    return [*ways, _Way(1, 1, True, dots=True)] if marks == "braille" else ways


def _shrunk(
    tiles: Sequence[Picture], room: Size, caption: int, way: _Way, channels: int
) -> tuple[list[Picture], int, int]:
    """The pictures made so small that one fits; how wide and high the largest is then."""
    unit = way.cells(8, 8)
    wide, high = max(tile.width for tile in tiles), max(tile.height for tile in tiles)
    most_wide, most_high = room.width * 8 // unit.width, max(1, room.height - caption) * 8 // unit.height
    factor = min(most_wide / wide, most_high / high)
    made = [_sampled(tile, max(1, int(tile.width * factor)), max(1, int(tile.height * factor)), channels)
            for tile in tiles]  # fmt: skip
    return made, max(tile.width for tile in made), max(tile.height for tile in made)


def _sampled(tile: Picture, width: int, height: int, channels: int) -> Picture:
    """The picture at another size, each pixel the mean of those that it stands for."""
    values: list[int] = []
    for y in range(height):
        rows = range(y * tile.height // height, max(y * tile.height // height + 1, (y + 1) * tile.height // height))
        for x in range(width):
            columns = range(x * tile.width // width, max(x * tile.width // width + 1, (x + 1) * tile.width // width))
            for channel in range(channels):
                found = [tile.values[(row * tile.width + column) * channels + channel] for row in rows
                         for column in columns]  # fmt: skip
                values.append(sum(found) // len(found))
    return Picture(width, height, values, tile.label, tile.predicted, tile.right)


# -------------------------------------------------------------------------------------------------------------- cells


def _draw(
    sheet: CellGrid,
    left: int,
    top: int,
    tile: Picture,
    way: _Way,
    channels: int,
    marks: Marks,
    *,
    signed: bool,
    shades: bool,
) -> None:
    if way.plain:
        _draw_halves(sheet, left, top, tile, way, channels)
    elif way.dots:
        _draw_dots(sheet, left, top, tile, channels, signed=signed)
    elif shades:
        _draw_shades(sheet, left, top, tile, way, channels, signed=signed)
    else:
        _draw_weights(sheet, left, top, tile, way, channels, marks, signed=signed)


def _draw_shades(
    sheet: CellGrid, left: int, top: int, tile: Picture, way: _Way, channels: int, *, signed: bool
) -> None:
    names = [_name(tile, index, channels, signed) for index in range(tile.width * tile.height)]
    cell = way.cells(tile.width, tile.height)
    for down in range(cell.height):
        upper = (2 * down if way.halves else down) // way.down
        lower = (2 * down + 1) // way.down if way.halves else upper
        if not 0 <= top + down < sheet.size.height:
            continue
        chars, inks, grounds = sheet.chars[top + down], sheet.inks[top + down], sheet.grounds[top + down]
        for across in range(min(cell.width, sheet.size.width - left)):
            x = across // way.across
            first = names[upper * tile.width + x]
            second = names[lower * tile.width + x] if lower < tile.height else ""
            at = left + across
            if first == second:
                chars[at], inks[at], grounds[at] = " ", "", first
            else:
                chars[at], inks[at], grounds[at] = "▀", first, second


def _name(tile: Picture, index: int, channels: int, signed: bool) -> str:
    """The name of a pixel's colour, as an ink and as a ground."""
    if channels == 3:
        red, green, blue = (tile.values[3 * index + channel] >> 4 for channel in range(3))
        return f"#{red:x}{red:x}{green:x}{green:x}{blue:x}{blue:x}"
    value = tile.values[index]
    return f"diverge{min(HEAT - 1, value * HEAT >> 8)}" if signed else f"grey{value * GREYS >> 8}"


def _brightness(tile: Picture, channels: int) -> Sequence[int]:
    if channels == 1:
        return tile.values
    values = tile.values  # the weights of Rec. 601
    return [(299 * values[i] + 587 * values[i + 1] + 114 * values[i + 2]) // 1000 for i in range(0, len(values), 3)]


def _draw_weights(
    sheet: CellGrid, left: int, top: int, tile: Picture, way: _Way, channels: int, marks: Marks, *, signed: bool
) -> None:
    values, weights = _brightness(tile, channels), _WEIGHTS[marks]
    scale = Scale(-1.0, 1.0, True)
    for y in range(tile.height):
        for x in range(tile.width):
            value = values[y * tile.width + x]
            if signed:
                signal = max(-1.0, min(1.0, (value - 127.5) / 127.5))
                text, ink = scale.shade(0.0 if abs(signal) < 0.08 else signal, marks), scale.ink(signal)
            else:
                text, ink = weights[min(len(weights) - 1, value * len(weights) >> 8)] * 2, ""
            text = (
                (text * way.across)[: way.across]
                if not signed
                else (text[0] * (way.across // 2) + text[1] * way.across)[: way.across]
            )
            for down in range(way.down):
                sheet.text(left + x * way.across, top + y * way.down + down, text, ink)


def _draw_halves(sheet: CellGrid, left: int, top: int, tile: Picture, way: _Way, channels: int) -> None:
    values = _brightness(tile, channels)
    cell = way.cells(tile.width, tile.height)
    for down in range(cell.height):
        for across in range(cell.width):
            halves = [half // way.down for half in (2 * down, 2 * down + 1)]
            upper, lower = (
                half < tile.height and values[half * tile.width + across // way.across] >= 128 for half in halves
            )
            sheet.put(left + across, top + down, "█" if upper and lower else "▀" if upper else "▄" if lower else " ")


def _draw_dots(sheet: CellGrid, left: int, top: int, tile: Picture, channels: int, *, signed: bool) -> None:
    """One dot a pixel, dithered by Floyd and Steinberg (1976); of signed values, how far they are from 0."""
    values = [abs(2 * v - 255) if signed else v for v in _brightness(tile, channels)]
    width, height = tile.width, tile.height
    errors = [float(value) for value in values]
    bits = dot_bits("braille")
    cells: dict[tuple[int, int], int] = {}
    for y in range(height):
        for x in range(width):
            place = y * width + x
            on = errors[place] >= 128
            rest = errors[place] - (255 if on else 0)
            for right, down, share in ((1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)):
                if 0 <= x + right < width and y + down < height:
                    errors[place + right + down * width] += rest * share / 16
            if on:
                cell = (x // 2, y // 4)
                cells[cell] = cells.get(cell, 0) | bits[x % 2][3 - y % 4]
    for (column, row), mask in cells.items():
        sheet.put(left + column, top + row, character(mask, "braille"))


def _foot(
    sheet: CellGrid,
    row: int,
    ends: tuple[float, float],
    note: str,
    channels: int,
    marks: Marks,
    *,
    signed: bool,
    shades: bool,
) -> None:
    """The legend, and what is to be said beside it."""
    used, width = 0, sheet.size.width
    below = row + 1 < sheet.size.height
    if channels == 1 and (not note or below or len(note) + _LEGEND <= width):
        used = _legend(sheet, row, ends, marks, signed=signed, shades=shades) + 3
    note = printable(note, plain=marks == "ascii")
    if used + len(note) > width and below:
        used, row = 0, row + 1
    if used + len(note) <= width or not used:
        sheet.text(used, row, cut(note, width, plain=marks == "ascii"), "note")


def _legend(sheet: CellGrid, row: int, ends: tuple[float, float], marks: Marks, *, signed: bool, shades: bool) -> int:
    """Write it; the column where it ends."""
    if signed:
        column = 0
        for span in Scale(ends[0], ends[1], True).legend(marks, shades=shades, width=min(40, sheet.size.width)):
            sheet.text(column, row, span.text, span.ink)
            for at in range(column, min(column + len(span.text), sheet.size.width)):
                sheet.grounds[row][at] = span.ground
            column += len(span.text)
        return column
    low, high = (number(end, digits=3, plain=marks == "ascii") for end in ends)
    sheet.text(0, row, low, "tick")
    column = len(low) + 1
    if shades:
        for grey in range(GREYS):
            sheet.put(column + grey, row, " ")
            if column + grey < sheet.size.width:
                sheet.grounds[row][column + grey] = f"grey{grey}"
        column += GREYS
    else:
        bar = "".join(weight * 2 for weight in _WEIGHTS[marks])
        sheet.text(column, row, bar)
        column += len(bar)
    sheet.text(column + 1, row, high, "tick")
    return column + 1 + len(high)
