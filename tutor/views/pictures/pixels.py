"""The pixels of a small picture as cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.charts.canvas import Canvas
from tutor.charts.cell_grid import DOTS, Area, CellGrid
from tutor.charts.drawing import Marks, Size
from tutor.charts.scale import HEAT, Scale
from tutor.views.pictures.data import Tile

GRAYS = 16
"""Inks and grounds 'gray0' (black) to 'gray15' (white)."""
WEIGHTS: dict[Marks, str] = {"braille": " ░▒▓█", "block": " ░▒▓█", "ascii": " .:-=+*#%@"}


@dataclass(frozen=True)
class Way:
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


def draw_tile(
    sheet: CellGrid,
    left: int,
    top: int,
    tile: Tile,
    way: Way,
    channels: int,
    marks: Marks,
    *,
    signed: bool,
    shades: bool,
) -> None:
    """Write a picture in this way, its upper left corner at (left, top)."""
    if way.plain:
        _draw_halves(sheet, left, top, tile, way, channels)
    elif way.dots:
        _draw_dots(sheet, left, top, tile, channels, signed=signed)
    elif shades:
        _draw_shades(sheet, left, top, tile, way, channels, signed=signed)
    else:
        _draw_weights(sheet, left, top, tile, way, channels, marks, signed=signed)


def _draw_shades(sheet: CellGrid, left: int, top: int, tile: Tile, way: Way, channels: int, *, signed: bool) -> None:
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


def _name(tile: Tile, index: int, channels: int, signed: bool) -> str:
    """The name of a pixel's color, as an ink and as a ground."""
    if channels == 3:
        red, green, blue = (tile.values[3 * index + channel] >> 4 for channel in range(3))
        return f"#{red:x}{red:x}{green:x}{green:x}{blue:x}{blue:x}"
    value = tile.values[index]
    return f"diverge{min(HEAT - 1, value * HEAT >> 8)}" if signed else f"gray{value * GRAYS >> 8}"


def _brightness(tile: Tile, channels: int) -> Sequence[int]:
    if channels == 1:
        return tile.values
    values = tile.values  # the weights of Rec. 601
    return [(299 * values[i] + 587 * values[i + 1] + 114 * values[i + 2]) // 1000 for i in range(0, len(values), 3)]


def _draw_weights(
    sheet: CellGrid, left: int, top: int, tile: Tile, way: Way, channels: int, marks: Marks, *, signed: bool
) -> None:
    values, weights = _brightness(tile, channels), WEIGHTS[marks]
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


def _draw_halves(sheet: CellGrid, left: int, top: int, tile: Tile, way: Way, channels: int) -> None:
    values = _brightness(tile, channels)
    cell = way.cells(tile.width, tile.height)
    for down in range(cell.height):
        for across in range(cell.width):
            halves = [half // way.down for half in (2 * down, 2 * down + 1)]
            upper, lower = (
                half < tile.height and values[half * tile.width + across // way.across] >= 128 for half in halves
            )
            sheet.put(left + across, top + down, "█" if upper and lower else "▀" if upper else "▄" if lower else " ")


def _draw_dots(sheet: CellGrid, left: int, top: int, tile: Tile, channels: int, *, signed: bool) -> None:
    """One dot a pixel, dithered by Floyd and Steinberg (1976); of signed values, how far they are from 0."""
    values = [abs(2 * v - 255) if signed else v for v in _brightness(tile, channels)]
    width, height = tile.width, tile.height
    errors = [float(value) for value in values]
    cell = Way(1, 1, halves=False, dots=True).cells(width, height)
    canvas = Canvas(Area(left, top, *cell, DOTS["braille"]), "braille")
    dots: set[tuple[int, int]] = set()
    for y in range(height):
        for x in range(width):
            place = y * width + x
            on = errors[place] >= 128
            rest = errors[place] - (255 if on else 0)
            for right, down, share in ((1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)):
                if 0 <= x + right < width and y + down < height:
                    errors[place + right + down * width] += rest * share / 16
            if on:
                dots.add((x, canvas.height - 1 - y))
    canvas.dots(dots, "")
    canvas.write(sheet)
