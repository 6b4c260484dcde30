"""Pictures as bytes that terminals draw: files, and sixels. Pillow makes them, in threads beside that of the keys."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.geometry import Region

    from tutor.charts.drawing import Placed

COLORS = 256
TRIES = ((COLORS, True), (COLORS, False), (64, False), (16, False))
"""Colors of a picture in sixels, and whether these are mixed where it has more: what takes the most bytes first."""
SHARE = 8
"""The share of a picture by which it is told how many bytes all of it will take: all of it takes up to a second."""
SMALL = 64
"""Pixels on a side from which on nothing is made smaller."""
BAND = 6
"""Rows of pixels in one of sixels."""
_RUN = re.compile(rb"(.)\1{3,}")
_OFFSET = 63
_SHIFTED = bytes(min(value + _OFFSET, 255) for value in range(256))


def compressed(picture: Placed, part: Region, cell: tuple[int, int], *, most: int, photos: str = "PNG") -> bytes:
    """A part of a picture, in cells of it, as a file: with no more pixels than its cells have, and smaller where that
    takes more than `most` bytes. What has few colors is PNG, and the rest PNG or JPEG, as `photos` says."""
    image = _image(picture)
    box = _box(picture, part)
    width, height = (min(cells * pixels, max(1, round(end - begin)))
                     for cells, pixels, begin, end in zip(part.size, cell, box[:2], box[2:], strict=True))  # fmt: skip
    while True:
        data = _saved(_scaled(image, box, (width, height)), photos)
        if len(data) <= most or max(width, height) <= SMALL:
            return data
        share = 0.95 * max(0.5, (most / len(data)) ** 0.5)
        width, height = max(1, int(width * share)), max(1, int(height * share))


def sixels(picture: Placed, part: Region, cell: tuple[int, int], *, most: int) -> str:
    """A part of a picture, in cells of it, as sixels that fill these cells but for a few rows of pixels below: no row
    of cells beneath is touched. '' where even few colors take more than `most` bytes."""
    width, height = part.width * cell[0], part.height * cell[1] // BAND * BAND
    image = _scaled(_image(picture), _box(picture, part), (width, max(BAND, height)))
    middle = height // 2 // BAND * BAND
    sample = image.crop((0, middle, width, middle + max(BAND, height // SHARE // BAND * BAND)))
    for colors, mixed in TRIES:
        expected = len(_sixels(sample, colors, mixed=mixed)) * image.height / sample.height
        if expected <= 1.5 * most and len(sent := _sixels(image, colors, mixed=mixed)) <= most:
            return sent
    return ""


def _image(picture: Placed) -> Any:
    from PIL import Image

    mode = "RGB" if picture.channels == 3 else "L"
    return Image.frombytes(mode, (picture.width, picture.height), picture.values).convert("RGB")


def _box(picture: Placed, part: Region) -> tuple[float, float, float, float]:
    """The pixels of some of its cells."""
    across, down = picture.width / picture.size.width, picture.height / picture.size.height
    return part.x * across, part.y * down, part.right * across, part.bottom * down


def _scaled(image: Any, box: tuple[float, float, float, float], size: tuple[int, int]) -> Any:
    from PIL import Image

    if size == image.size and box == (0, 0, *size):
        return image
    return image.resize(size, Image.Resampling.LANCZOS, box=box)


def _saved(image: Any, photos: str) -> bytes:
    few = image.getcolors(COLORS)
    with BytesIO() as file:
        if few:
            image.quantize(len(few)).save(file, "PNG", optimize=True)
        else:
            image.save(file, photos, quality=85)  # of which a PNG takes no notice
        return file.getvalue()


def _sixels(image: Any, colors: int, *, mixed: bool) -> str:
    from PIL import Image

    width, height = image.size
    indexed = image.quantize(colors, method=Image.Quantize.MEDIANCUT)
    if mixed and image.getcolors(colors) is None:
        indexed = image.quantize(palette=indexed, dither=Image.Dither.FLOYDSTEINBERG)
    palette, data = indexed.getpalette(), indexed.tobytes()
    levels = [round(level * 100 / 255) for level in palette]
    known = "".join(f"#{n};2;{levels[3 * n]};{levels[3 * n + 1]};{levels[3 * n + 2]}" for n in sorted(set(data)))
    bands = []
    for top in range(0, height, BAND):
        rows = [data[y * width : (y + 1) * width] for y in range(top, min(top + BAND, height))]
        bands.append(b"$".join(_of_color(rows, color) for color in sorted(set().union(*rows))))
    return f'\x1bP0;1q"1;1;{width};{height}{known}{b"-".join(bands).decode("ascii")}\x1b\\'


def _of_color(rows: list[bytes], color: int) -> bytes:
    """Where a color stands in a band: a character for each column, whose bits are the rows, and runs of one counted."""
    columns = 0
    for place, row in enumerate(rows):
        if color in row:
            bits = bytes(color) + bytes([1 << place]) + bytes(255 - color)
            columns |= int.from_bytes(row.translate(bits), "big")
    drawn = columns.to_bytes(len(rows[0]), "big").translate(_SHIFTED).rstrip(b"?")
    return b"#%d" % color + _RUN.sub(lambda run: b"!%d%c" % (len(run[0]), run[0][0]), drawn)
