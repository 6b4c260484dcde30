"""Kitty's graphics protocol: a picture is sent once, and drawn wherever cells have the characters that stand for it.

These are cells as all others. They scroll, are cut off and covered by what lies above them, and the pixels with them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

CHUNK = 4096
"""Characters of a picture in one of the commands that send it."""
_CELL = "\U0010eeee"
_MARKS = (
    "305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 5a8-5a9 5ab-5ac "
    "5af 5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733 735-736 73a 73d 73f-741 743 745 "
    "747 749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954 f82-f83 f86-f87 135d-135f 17dd 193a 1a17 "
    "1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1 1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 "
    "20d4-20d7 20db-20dc 20e1 20e7 20e9 20f0 2cef-2cf1 2de0-2dff a66f a67c-a67d a6f0-a6f1 a8e0-a8f1 aab0 aab2-aab3 "
    "aab7-aab8 aabe-aabf aac1 fe20-fe26 10a0f 10a38 1d185-1d189 1d1aa-1d1ad 1d242-1d244"
)
"""The marks above a character that are numbers from 0 on in the protocol, as it lists them."""
END = "\x1b_Gm=0,q=2;\x1b\\"
"""What ends a picture of which not all was sent."""
_LEVELS = (0, 95, 135, 175, 215, 255)


@cache
def marks() -> str:
    """The mark for each number of a row or column; there are no larger pictures."""
    ends = (one.partition("-") for one in _MARKS.split())
    return "".join(chr(code) for low, _, high in ends for code in range(int(low, 16), int(high or low, 16) + 1))


def numbers(*, few: bool) -> Iterator[tuple[int, Color]]:
    """Numbers for pictures, without end, and the color that says each of them; with 256 colors (`few`), these are the
    numbers of colors that Rich does not take for others."""
    if few:
        while True:
            for place in range(1, 216):
                red, green, blue = place // 36, place // 6 % 6, place % 6
                if not red == green == blue:
                    yield 16 + place, Color.from_rgb(_LEVELS[red], _LEVELS[green], _LEVELS[blue])
    number = 0x7A0000  # other programs in this terminal begin with 1, or anywhere
    while True:
        number = 0x7A0001 + (number - 0x7A0000) % 0xFFFF
        yield number, Color.from_rgb(number >> 16, number >> 8 & 255, number & 255)


def commands(number: int, png: bytes, columns: int, rows: int) -> Iterator[str]:
    """What sends a picture to be drawn over so many cells. The terminal answers none of it."""
    data = b64encode(png).decode("ascii")
    for start in range(0, len(data), CHUNK):
        more = int(start + CHUNK < len(data))
        head = f"a=T,U=1,f=100,t=d,i={number},c={columns},r={rows},q=2,m={more}" if start == 0 else f"m={more},q=2"
        yield f"\x1b_G{head};{data[start : start + CHUNK]}\x1b\\"


def removal(number: int) -> str:
    """What has the terminal forget a picture."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def cells(color: Color, row: int, columns: int, ground: Style) -> list[Segment]:
    """The first cells of a row of a picture: one by one, so that no cut parts a character from its marks."""
    known, style = marks(), ground + Style(color=color)
    return [Segment(f"{_CELL}{known[row]}{known[column]}", style) for column in range(columns)]
