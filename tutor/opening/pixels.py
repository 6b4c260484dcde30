"""The pixels of a picture that lies beside an opened file, or is attached to a notebook's cell, as Pillow reads them.

Pillow is imported here, and where pixels are written for a terminal; not before there is a picture for it. What is read
is a file on this machine, in the folder of the one that was opened or in the documentation that it is part of; nothing
is fetched.
"""

from __future__ import annotations

import posixpath
import re
import stat
import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from tutor.opening import notebooks, pictures
from tutor.opening.source import OpeningError, contents

LARGEST = 20_000_000
"""Bytes of a picture's file."""
KEPT = (400, 240)
"""Pixels across and down that a picture is kept in at most: two to a cell of the largest screens."""
LARGE = (1200, 900)
"""And where a terminal shows all of its pixels."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "PPM", "WEBP", "TIFF")
"""What Pillow itself reads; some of its other formats start other programs."""
_ANSI = "000 a00 0a0 a50 00a a0a 0aa aaa 555 f55 5f5 ff5 55f f5f 5ff fff"
_LEVELS = (0, 95, 135, 175, 215, 255)
_PALETTES = {
    16: [17 * int(digit, 16) for digit in _ANSI.replace(" ", "")],
    256: [level for color in product(_LEVELS, repeat=3) for level in color],
}
"""Red, green and blue of the colors of terminals that have so many, as Rich takes them to be; of the 256 without the
first 16, which terminals change, and without the last, which are grays."""


class NotDrawnError(Exception):
    """A picture that cannot be drawn; the message says why in a few words, or is '' where that would tell nobody."""


class Pixels(msgspec.Struct, frozen=True):
    """A picture, small: red, green and blue of each pixel, 0 to 255, row by row from the top."""

    width: int
    height: int
    values: bytes


def read(address: str, file: Path, most: tuple[int, int] = KEPT) -> Pixels:
    """The picture at this address in a text of the file, its first frame where it moves, in no more pixels across and
    down than `most`. Raises NotDrawnError."""
    data = _attached(address, file) if address.startswith(pictures.ATTACHED) else _beside(address, file)
    if b"<svg" in data[:1024]:
        raise NotDrawnError("it is an SVG")
    return _decoded(data, most)


def fitted(pixels: Pixels, width: int, height: int, *, colors: int) -> Pixels:
    """The picture as large as it is kept, or smaller where these pixels across and down have no room for it; dithered
    for terminals of few colors."""
    from PIL import Image

    share = min(1, width / pixels.width, height / pixels.height)
    size = (max(1, int(pixels.width * share)), max(1, int(pixels.height * share)))
    image: Any = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.values)
    image = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
    if colors in _PALETTES:
        palette: Any = Image.new("P", (1, 1))
        palette.putpalette(_PALETTES[colors])
        image = image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")
    return Pixels(image.width, image.height, image.tobytes())


def _attached(address: str, file: Path) -> bytes:
    """What a notebook has attached to a cell."""
    index, _, name = address.removeprefix(pictures.ATTACHED).partition("/")
    try:
        data = notebooks.attachment(contents(file), int(index), (name, unquote(name))) if index.isdecimal() else None
    except OpeningError:
        raise NotDrawnError("the notebook cannot be read anymore") from None
    except ValueError:
        raise NotDrawnError(_BROKEN) from None
    if data is None:
        raise NotDrawnError("nothing is attached to the cell by this name")
    if len(data) > LARGEST:
        raise NotDrawnError(_too_large(len(data)))
    return data


def _beside(address: str, file: Path) -> bytes:
    """All that is in a file in the folder of this one, or in a folder within it; or in the root of its documentation,
    for a path that begins at that ('/_static/a.png') or leads up to it ('../_static/a.png')."""
    named = unquote(re.sub(r"[?#].*", "", address))
    outside = False
    for written in dict.fromkeys((address, named)):
        try:
            folder = file.parent.resolve()
            leaves = written.startswith("/") or posixpath.normpath(written).partition("/")[0] == ".."
            roots = list(_roots(folder, written)) if leaves else [folder]
            outside |= not roots
            for root in roots:
                data = _contents((root / _below(root, folder, written)).resolve(), root)
                if data is not None:
                    return data
        except ValueError:
            continue  # there cannot be a file of this name
        except OSError as error:
            raise NotDrawnError(f"it cannot be read: {error.strerror or error}") from None
        except RuntimeError:  # as pathlib says it before Python 3.13
            raise NotDrawnError("it is a link that leads back to itself") from None
    if address.startswith("/"):
        raise NotDrawnError("")  # the words are enough: of a tutorial that came alone, none of them is here
    raise NotDrawnError(_OUTSIDE if outside else "there is no such file")


def _roots(folder: Path, written: str) -> Iterator[Path]:
    """Where a path that leaves the folder may begin or end: the folders from this one up that look like the root of a
    documentation by Sphinx. What it would be on this machine itself is of no account."""
    static = posixpath.normpath(f"/{written}").lstrip("/").startswith("_static/")
    for root in (folder, *folder.parents):
        if root != root.parent and ((root / "conf.py").is_file() or (static and (root / "_static").is_dir())):
            yield root


def _below(root: Path, folder: Path, written: str) -> str:
    """The path from the root that is written so in a file of the folder; none leads higher than the root, as in a
    browser."""
    begin = "" if written.startswith("/") else folder.relative_to(root).as_posix()
    return posixpath.normpath(f"/{begin}/{written}").lstrip("/")


def _contents(path: Path, root: Path) -> bytes | None:
    """All that is in this file, where it is one in the folder `root`; None where there is none."""
    if not path.is_relative_to(root):  # a link leads out
        raise NotDrawnError(_OUTSIDE)
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(found.st_mode):
        raise NotDrawnError("it is no ordinary file")
    if found.st_size > LARGEST:
        raise NotDrawnError(_too_large(found.st_size))
    if path.suffix.lower() in (".svg", ".svgz"):
        raise NotDrawnError("it is an SVG")
    return path.read_bytes()


_BROKEN = "it is broken, or no picture that can be read"
_OUTSIDE = "it lies outside the folder of this file"


def _too_large(size: int) -> str:
    return f"it has {size / 1e6:.0f} MB, and {LARGEST / 1e6:.0f} MB is the most"


def _decoded(data: bytes, most: tuple[int, int]) -> Pixels:
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise NotDrawnError("that takes Pillow: pip install pillow") from None

    # for good, and not for this block: what a block changes of warnings, it changes for all threads
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            opened.draft("RGB", most)  # a JPEG need not be read in full
            image: Any = opened
            if image.mode.startswith("I"):
                image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")  # 16 bits a pixel
            elif image.mode in ("1", "P", "PA") or "transparency" in image.info:
                image = image.convert("RGBA")
            image.thumbnail(most, Image.Resampling.LANCZOS)
            image = ImageOps.exif_transpose(image).convert("RGBA")
            page: Any = Image.new("RGBA", image.size, "white")  # as the pages that figures are drawn for
            page.alpha_composite(image)
            return Pixels(page.width, page.height, page.convert("RGB").tobytes())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotDrawnError("it has too many pixels") from None
    except Exception:  # whatever a reader stumbles over in bytes of any kind
        raise NotDrawnError(_BROKEN) from None
