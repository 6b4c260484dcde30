"""The pictures behind one cell of a confusion matrix, and the probabilities of one of them as bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.charts.cell_grid import CellGrid, cut, printable
from tutor.charts.drawing import Marks, Size
from tutor.views.mistakes.data import Case, MistakesView
from tutor.views.packing import unpack
from tutor.views.pictures.draw import sized
from tutor.views.pictures.pixels import draw_tile

NARROWEST = 26
"""Columns of a picture with its bars."""
_WORDS = 11
"""Columns behind a bar: ' 100 % said'."""
_BESIDE = 42
"""From so many columns on the bars stand beside the picture."""


def draw_case(
    sheet: CellGrid,
    view: MistakesView,
    pair: tuple[int, int],
    cases: Sequence[Case],
    page: int,
    marks: Marks,
    *,
    shades: bool,
) -> None:
    """What a cell stands for, one of its pictures, and a bar for each class."""
    plain, width, height = marks == "ascii", sheet.size.width, sheet.size.height
    truth, answer = (view.names[one] for one in pair)
    yes, no = ("v", "x") if marks != "braille" else ("✓", "✗")
    right = pair[0] == pair[1]
    said, ink = (f"{yes} {truth} seen as {answer}", "right") if right else (f"{no} {truth} taken for {answer}", "bad")
    count = int(unpack(view.counts)[pair[0] * len(view.names) + pair[1]])
    times = "never" if not count else "once" if count == 1 else f"{count:,} times"
    if len(said) + len(times) + 2 > width:
        said, times = cut(said, width - len(f"{count:,}") - 3, plain=plain), f"{count:,}×"
    sheet.text(0, 0, cut(printable(f"{said}: {times}", plain=plain), width, plain=plain), ink)
    if not cases:
        if count:
            sheet.text(0, 1, cut("its pictures are not here", width, plain=plain), "note")
        return
    place = page % len(cases)
    case = cases[place]
    kept = "" if len(cases) == count else f" of {count:,}, the least likely"
    which = f"picture {place + 1} of {len(cases)}{kept}"
    which += f", number {case.number}" if len(which) + 12 <= width else ""
    sheet.text(0, 1, cut(which, width, plain=plain), "label")
    if width >= _BESIDE:
        half = width // 2
        _picture(sheet, view, case, Size(half - 2, height - 2), marks, shades=shades)
        _bars(sheet, view, case, half, 2, Size(width - half, height - 2), marks)
    else:
        bars = min(len(view.names), (height - 2) * 6 // 11)
        used = _picture(sheet, view, case, Size(width, height - 2 - bars), marks, shades=shades)
        _bars(sheet, view, case, 0, 2 + used, Size(width, height - 2 - used), marks)


def draw_strip(
    sheet: CellGrid, view: MistakesView, cases: Sequence[Case], page: int, marks: Marks, *, shades: bool
) -> None:
    """Several pictures side by side, below each how sure the answer was; the one of the page is marked.

    Without a page (−1) they are of several cells, and below each stands what it was taken for.
    """
    plain = marks == "ascii"
    captions = [_caption(view, case, alone=page >= 0) for case in cases]
    words = min(14, max(map(len, captions)) + 2)
    tiles, way, cell = sized(
        [case.tile for case in cases], sheet.size, view.channels, marks,
        signed=view.signed, shades=shades, words=words, caption=1,
    )  # fmt: skip
    wide, high = max(cell.width, words) + 2, cell.height + 1
    columns, rows = max(1, (sheet.size.width + 2) // wide), max(1, sheet.size.height // high)
    place = page % len(cases) if page >= 0 else -1
    first = max(place, 0) // (columns * rows) * columns * rows
    for index in range(first, min(len(cases), first + columns * rows)):
        down, across = divmod(index - first, columns)
        left, top = across * wide, down * high
        draw_tile(sheet, left, top, tiles[index], way, view.channels, marks, signed=view.signed, shades=shades)
        text = cut(printable(captions[index], plain=plain), words, plain=plain)
        text, ink = (f">{text}<", "attention") if index == place else (text, "label")
        sheet.text(left, top + cell.height, text, ink)


def _caption(view: MistakesView, case: Case, *, alone: bool) -> str:
    if alone:
        return _percent(unpack(case.probabilities)[case.answer])
    return f"{view.names[case.truth]} as {view.names[case.answer]}"


def _picture(sheet: CellGrid, view: MistakesView, case: Case, room: Size, marks: Marks, *, shades: bool) -> int:
    """Write the picture; how many rows it took."""
    if room.height < 1 or room.width < 1:
        return 0
    (tile, *_), way, cell = sized([case.tile], room, view.channels, marks, signed=view.signed, shades=shades)
    draw_tile(sheet, 0, 2, tile, way, view.channels, marks, signed=view.signed, shades=shades)
    return min(cell.height, room.height)


def _bars(sheet: CellGrid, view: MistakesView, case: Case, left: int, top: int, room: Size, marks: Marks) -> None:
    """A bar for each class; of many, for the likeliest and for the true one."""
    plain, chances = marks == "ascii", unpack(case.probabilities)
    likely = sorted(range(len(chances)), key=lambda one: -(chances[one] if math.isfinite(chances[one]) else math.inf))
    wanted = dict.fromkeys([case.truth, case.answer, *likely])
    shown = sorted(list(wanted)[: max(0, room.height)])
    names = [cut(printable(view.names[one], plain=plain), max(3, room.width // 4), plain=plain) for one in shown]
    first = max(map(len, names), default=0) + 1
    longest = max(1, room.width - first - _WORDS)
    full, part = ("#", "") if plain else ("█", "▌" if marks == "braille" else "")
    for row, (one, name) in enumerate(zip(shown, names, strict=True)):
        chance = chances[one]
        ink = "right" if one == case.truth else "bad" if one == case.answer else "line2"
        halves = round(2 * longest * chance) if math.isfinite(chance) else 0
        bar = full * (halves // 2) + (part if halves % 2 else "")
        role = " true" if one == case.truth else " said" if one == case.answer else ""
        sheet.text(left, top + row, name.rjust(first - 1), "tick")
        sheet.text(left + first, top + row, bar, ink)
        sheet.text(left + first + longest, top + row, _percent(chance).rjust(6) + role, ink if role else "label")


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %" if math.isfinite(chance) else "nan"
