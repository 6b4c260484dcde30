"""Pseudo-terminals that know pictures: what they answer, and what they were sent, read back into pixels."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.pty.pseudo_terminal import PseudoTerminal

PLACE = "\U0010eeee"
_COMMAND = re.compile(rb"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\")
_SIXEL = re.compile(rb"\x1b7\x1b\[(\d+);(\d+)H\x1bP0;1q([^\x1b]*)\x1b\\\x1b8")
_INLINE = re.compile(rb"\x1b7\x1b\[(\d+);(\d+)H\x1b\]1337;File=([^:]*):([^\x07]*)\x07\x1b8")
_STRING = re.compile(rb"\x1b_[^\x1b]*\x1b\\|\x1bP[^\x1b]*\x1b\\|\x1b\][^\x07]*\x07")
_UNFINISHED = re.compile(rb"\x1b(?:[_P\]][^\x07]*)?\Z", re.DOTALL)


@dataclass
class Image:
    """A picture that was sent in Kitty's protocol."""

    number: int
    columns: int
    rows: int
    data: bytes


class PictureTerminal(PseudoTerminal):
    """One that answers what it is told to answer, as soon as it is asked for what it can do."""

    answers: tuple[str, ...] = ()
    asked = 0
    """How many times it was asked."""
    _rest = b""

    def read(self, seconds: float) -> bytes:
        """As any terminal does; and answer."""
        before = len(self.received)
        data = super().read(seconds)
        asked = self.received[max(0, before - 2) :].count(b"\x1b[c")
        for _ in range(asked):
            for answer in self.answers:
                self.press(answer)
        self.asked += asked
        return data

    def understood(self, data: bytes) -> bytes:
        """Without strings that pyte would write on the screen."""
        data = _STRING.sub(b"", self._rest + data)
        begun = _UNFINISHED.search(data)
        self._rest = b"" if begun is None else begun[0]
        return data if begun is None else data[: begun.start()]

    @property
    def images(self) -> list[Image]:
        """The pictures that came in Kitty's protocol."""
        return read_images(self.received)

    @property
    def removed(self) -> list[int]:
        """The numbers of those that the terminal was to forget."""
        return read_removed(self.received)

    @property
    def standing(self) -> dict[tuple[int, int], tuple[int, str]]:
        """Where cells stand for a picture, (row, column): the picture's number, and the cell's marks."""
        found = {}
        for row, line in self._screen.buffer.items():
            for column, cell in line.items():
                if cell.data.startswith(PLACE):
                    found[row, column] = (int(cell.fg, 16), cell.data[1:])
        return found

    @property
    def painted(self) -> list[Sixels | Inline]:
        """What was painted over cells, in order."""
        return read_painted(self.received)


@dataclass
class Inline:
    """A picture of iTerm's protocol, and where it was painted."""

    row: int
    column: int
    options: dict[str, str]
    data: bytes

    def image(self) -> Any:
        """It, as Pillow reads it."""
        return opened(self.data)


@dataclass
class Sixels:
    """A picture in sixels, and where it was painted."""

    row: int
    column: int
    data: bytes
    size: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        head = re.match(rb'"1;1;(\d+);(\d+)', self.data)
        assert head is not None
        self.size = (int(head[1]), int(head[2]))

    def image(self) -> Any:
        """It, decoded; a pixel that is not drawn fails."""
        from PIL import Image as Images

        width, height = self.size
        colors: dict[int, tuple[int, ...]] = {}
        pixels: dict[tuple[int, int], tuple[int, ...]] = {}
        x = y = color = 0
        body = re.sub(rb'^"[\d;]*', b"", self.data)
        for defined, level, chosen, count, run, move, one in re.findall(
            rb"#(\d+);2;([\d;]+)|#(\d+)|!(\d+)(.)|([$-])|(.)", body
        ):
            if defined:
                colors[int(defined)] = tuple(round(int(part) * 2.55) for part in level.split(b";"))
            elif chosen:
                color = int(chosen)
            elif move:
                x, y = 0, y + 6 * (move == b"-")
            else:
                bits, times = (run or one)[0] - 63, int(count or 1)
                for column in range(x, x + times):
                    pixels.update({(column, y + bit): colors[color] for bit in range(6) if bits >> bit & 1})
                x += times
        image = Images.new("RGB", (width, height))
        assert set(pixels) == {(column, row) for column in range(width) for row in range(height)}
        image.putdata([pixels[column, row] for row in range(height) for column in range(width)])
        return image


def opened(data: bytes) -> Any:
    """A picture's file."""
    from PIL import Image as Images

    return Images.open(BytesIO(data)).convert("RGB")


def difference(one: Any, other: Any) -> float:
    """How far the colors of two pictures of one size are apart in the mean, of 255."""
    from PIL import ImageChops, ImageStat

    assert one.size == other.size
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def read_images(received: bytes) -> list[Image]:
    """Pictures of Kitty's protocol, put together of their parts."""
    found: list[Image] = []
    parts: list[bytes] = []
    known: dict[str, str] = {}
    for head, payload in _COMMAND.findall(received):
        keys = dict(pair.split("=") for pair in head.decode().split(","))
        if keys.get("a") == "T":
            assert known.get("m", "0") == "0", "another began before this one had ended"
            known, parts = keys, []
            assert (keys["U"], keys["f"], keys["t"], keys["q"]) == ("1", "100", "d", "2")
        elif "a" in keys:
            continue
        assert len(payload) <= 4096
        parts.append(payload)
        known["m"] = keys["m"]
        if keys["m"] == "0":
            number, columns, rows = (int(known[key]) for key in "icr")
            found.append(Image(number, columns, rows, b64decode(b"".join(parts), validate=True)))
    return found


def read_removed(received: bytes) -> list[int]:
    """The numbers of pictures that the terminal was to forget."""
    heads = (head.decode() for head, _ in _COMMAND.findall(received))
    return [int(head.partition("i=")[2].partition(",")[0]) for head in heads if head.startswith("a=d,d=I,i=")]


def read_painted(received: bytes) -> list[Sixels | Inline]:
    """Sixels and inline images, in order, each painted where the cursor was sent, which goes back after it."""
    found: list[tuple[int, Sixels | Inline]] = [
        (match.start(), Sixels(int(match[1]) - 1, int(match[2]) - 1, match[3])) for match in _SIXEL.finditer(received)
    ]
    for match in _INLINE.finditer(received):
        options = dict(pair.split("=") for pair in match[3].decode().split(";"))
        data = b64decode(match[4], validate=True)
        assert (options["inline"], int(options["size"])) == ("1", len(data))
        found.append((match.start(), Inline(int(match[1]) - 1, int(match[2]) - 1, options, data)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]
