"""Formulas with matrices and cases in them, set in as many lines as they have rows."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from tutor.opening.formulas import in_unicode

_FIRST = 0xE010
"""Signs of no meaning, from this on, stand for matrices while the rest of a formula is read."""
_MATRIX = re.compile(
    r"\\begin\{(?P<kind>array|cases|[pbvBV]?matrix)\}(?:(?<=array\})\{[^{}]*\})?(?P<body>.*?)\\end\{(?P=kind)\}",
    re.DOTALL,
)
_PLACE = re.compile("(?:(?P<left>[(\\[|{‖]) ?)?(?P<sign>[\ue010-\ue0ff])(?: ?(?P<right>[)\\]|}‖]))?")
_AROUND = {
    "cases": ("{", ""),
    **{f"{both[0]}matrix": (both[1], both[2]) for both in ("p()", "b[]", "v||", "B{}", "V‖‖")},
}
_LONG: dict[str, tuple[str, ...]] = {
    signs[0]: tuple(signs[1:]) for signs in ("(⎛⎜⎝", ")⎞⎟⎠", "[⎡⎢⎣", "]⎤⎥⎦", "{⎧⎨⎩", "}⎫⎬⎭", "|│││", "‖‖‖‖")
}
"""Top, middle and bottom of a bracket that is as high as a matrix."""


class _Box(msgspec.Struct, frozen=True):
    """Lines of the same width."""

    lines: tuple[str, ...]

    def beside(self, other: _Box) -> _Box:
        """Both, each in the middle of the height of the higher."""
        height = max(len(self.lines), len(other.lines))
        pairs = zip(self._high(height), other._high(height), strict=True)
        return _Box(tuple(left + right for left, right in pairs))

    def _high(self, height: int) -> tuple[str, ...]:
        blank = (" " * _width(self.lines[0]),)
        above = (height - len(self.lines)) // 2
        return blank * above + self.lines + blank * (height - len(self.lines) - above)


def set_out(tex: str) -> str | None:
    """The formula in one line or in several; None where it is not simple."""
    matrices: list[_Box] = []

    def hold(found: re.Match[str]) -> str:
        rows = _rows(found["body"])
        if rows is None:
            return found[0]  # which is not known in a formula: so all of it stays as it is written
        matrices.append(_bracketed(_aligned(rows), *_AROUND.get(found["kind"], ("", ""))))
        return chr(_FIRST + len(matrices) - 1)

    said = in_unicode(_MATRIX.sub(hold, tex))
    if said is None or not matrices:
        return said
    lines: list[str] = []
    for line in said.split("\n"):
        whole, at = _Box(("",)), 0
        for place in _PLACE.finditer(line):
            box = _bracketed(matrices[ord(place["sign"]) - _FIRST], place["left"] or "", place["right"] or "")
            whole, at = whole.beside(_Box((line[at : place.start()],))).beside(box), place.end()
        lines += (row.rstrip() for row in whole.beside(_Box((line[at:],))).lines)
    return "\n".join(lines)


def _rows(body: str) -> list[list[str]] | None:
    """The cells of a matrix, as many in each row; None where one is not simple."""
    rows: list[list[str]] = []
    for row in re.split(r"\\\\(?:\[[^\]]*\])?", body.replace(r"\hline", "")):
        if row.strip():
            cells = ["" if not cell.strip() else in_unicode(cell) for cell in re.split(r"(?<!\\)&", row)]
            if None in cells:
                return None
            rows.append([cell for cell in cells if cell is not None])
    most = max((len(row) for row in rows), default=0)
    return [row + [""] * (most - len(row)) for row in rows] or None


def _aligned(rows: list[list[str]]) -> _Box:
    """The cells in columns."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    cells = ([cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return _Box(tuple("  ".join(row) for row in cells))


def _bracketed(box: _Box, left: str, right: str) -> _Box:
    """A matrix between brackets as high as it is."""
    height = len(box.lines)
    rows = zip(_high(left, height), box.lines, _high(right, height), strict=True)
    return _Box(tuple("".join(row) for row in rows))


def _high(bracket: str, height: int) -> list[str]:
    """A bracket of this height."""
    if height == 1 or not bracket:
        return [bracket] * height
    top, middle, bottom = _LONG[bracket]
    if bracket not in "{}":
        return [top, *[middle] * (height - 2), bottom]
    if height == 2:
        return ["⎰", "⎱"] if bracket == "{" else ["⎱", "⎰"]
    inside = ["⎪"] * (height - 2)
    inside[(height - 2) // 2] = middle
    return [top, *inside, bottom]


def _width(text: str) -> int:
    """Columns that it takes: what is set above a sign takes none."""
    return sum(not unicodedata.combining(character) for character in text)
