"""Measurements of several ways over the size of the work, on log axes, and where one passes another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from tutor.charts.axis import Axis, fit_axis, number
from tutor.charts.canvas import Canvas, segment
from tutor.charts.cell_grid import Area, CellGrid, cut, draw_axes, glyphs, layout, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.charts.labels import spread
from tutor.views.comparison.data import ComparisonView, Crossing, Measurements
from tutor.views.numbers import short
from tutor.views.packing import unpack

INKS = ("line1", "line2", "line3", "line4", "line5", "line6")
_SIGNS: dict[Marks, str] = {"braille": "●■▲◆○□△◇", "block": "Oox+#*%&", "ascii": "Oox+#*%&"}


Places = Sequence[tuple[float, float]]
"""The measurements of a series that have a place on the axes, as (x, y)."""


def draw_comparison(view: ComparisonView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw a line with a sign at each measurement for every series, its name at its end, and the crossings.

    Of a series of many measurements only some have the sign: where it tells the lines apart, and where it ends.

    The first row says what is drawn over what; the last says where the lines cross, and in the words of `passes`
    what the one that is the higher from there on does.
    """
    del shades, page
    log, crossings = (view.log_x, view.log_y), view.crossings
    series = [_places(one, log) for one in view.series]
    points = [point for places in series for point in places]
    if size.width < 12 or size.height < 3:
        return blank(size, "too small")
    if not points:
        return blank(size, "nothing measured yet")
    plain = marks == "ascii"
    names = [printable(one.name, plain=plain) for one in view.series]
    right = min(max(map(len, names)) + 4, size.width // 3) if size.width >= 36 else 0
    foot = 1 if size.height >= 9 else 0
    x = _axis([place for place, _ in points], log[0])
    y = fit_axis(None, min(value for _, value in points), max(value for _, value in points), log[1])
    area = layout(Size(size.width, size.height - foot), marks, title=True, right=right, y=y)
    if area is None:
        return blank(size, "too small")
    sheet = CellGrid(size)
    draw_axes(sheet, area, x, y, marks)
    if log[0]:
        _sizes(sheet, area, x, _labeled({place for place, _ in points}, plain), marks)
    _lines(sheet, area, x, y, series, crossings, marks)
    ends = _signs(sheet, area, x, y, series, marks)
    _crosses(sheet, area, x, y, crossings, marks)
    if right:
        _names(sheet, area, names, ends, right, marks)
    x_label, y_label = printable(view.x_label, plain=plain), printable(view.y_label, plain=plain)
    title = f"{y_label} over {x_label}".strip()
    if area.top:
        sheet.text(0, 0, cut(title, size.width, plain=plain), "title")
    if foot:
        said = [_said(one, x_label, view.passes, plain) for one in crossings]
        if said and len(said[0]) > size.width:
            places = ", ".join(_about(one.x, plain) for one in crossings)
            said = [f"{'x at' if plain else '✕ at'} {x_label} {'~' if plain else '≈'} {places}"]
        sheet.text(0, size.height - 1, _fitting([*said, *filter(None, [view.note])], size.width, plain=plain), "note")
    return sheet.drawing()


def _axis(values: Sequence[float], log: bool) -> Axis:
    """The x axis: on a logarithmic one from the least to the largest, so that no half of the chart is empty."""
    if not log:
        return fit_axis(None, min(values), max(values))
    low, high = min(values), max(values)
    return Axis(low / 1.15, high * 1.15, True)


CHOSEN = 7
"""The most characters of a size that somebody chose, as 0.0625, 1e-5 or 1048576."""


def _labeled(values: Iterable[float], plain: bool) -> dict[float, str]:
    """The sizes by what they are called, in their order; none where one is no number that somebody chose."""
    labels = {}
    for value in sorted(values):
        # a size is a whole number, 16384 and not 1.638e4
        digits = CHOSEN if value == round(value) and abs(value) < 10**CHOSEN else 4
        labels[value] = number(value, digits=digits, plain=plain)
    chosen = (len(label) <= CHOSEN and not {".", "e"} <= set(label) for label in labels.values())
    return labels if all(chosen) else {}


def _sizes(sheet: CellGrid, area: Area, x: Axis, labels: Mapping[float, str], marks: Marks) -> None:
    """Instead of powers of ten the sizes that were measured, as many as find room."""
    line, row = area.top + area.height, area.top + area.height + 1
    if row >= sheet.size.height or not labels:
        return
    glyph = glyphs(marks)
    sheet.text(area.left, line, glyph.bottom * area.width, "axis")
    sheet.text(0, row, " " * sheet.size.width)
    free = 0
    for value, label in labels.items():
        column = area.column(x.unit(value))
        start = max(0, column - len(label) // 2)
        if start >= free and start + len(label) <= sheet.size.width:
            sheet.put(column, line, glyph.bottom_tick, "axis")
            sheet.text(start, row, label, "tick")
            free = start + len(label) + 1


def _fitting(sentences: Sequence[str], width: int, *, plain: bool) -> str:
    """As many of the sentences as find room, and how many do not."""
    between = ", " if plain else " · "
    for count in range(len(sentences), 0, -1):
        rest = [f"{len(sentences) - count} more"] if count < len(sentences) else []
        text = printable(between.join([*sentences[:count], *rest]), plain=plain)
        if len(text) <= width or count == 1:
            return cut(text, width, plain=plain)
    return ""


def _places(one: Measurements, log: tuple[bool, bool]) -> Places:
    """Those that are finite, and above 0 where the axis is logarithmic."""
    return [
        (x, y)
        for x, y in zip(unpack(one.x), unpack(one.y), strict=True)
        if math.isfinite(x) and math.isfinite(y) and (x > 0 or not log[0]) and (y > 0 or not log[1])
    ]


def _lines(
    sheet: CellGrid, area: Area, x: Axis, y: Axis, series: Sequence[Places], crossings: Sequence[Crossing], marks: Marks
) -> None:
    canvas = Canvas(area, marks)
    width, height = canvas.width - 1, canvas.height - 1
    for cross in crossings:
        column = round(x.unit(cross.x) * width)
        top = y.unit(cross.y) * height
        if 0 <= column <= width and math.isfinite(top):
            step = 3 if marks == "braille" else 1
            canvas.dots({(column, row) for row in range(0, max(0, round(top)), step)}, "ghost", char=":")
    for index, one in enumerate(series):
        places = [(x.unit(a) * width, y.unit(b) * height) for a, b in one]
        dots = {dot for start, end in pairwise(places) for dot in segment(*start, *end)}
        canvas.dots(dots, INKS[index % len(INKS)], merge=marks == "braille", char=".")
    canvas.write(sheet)


MANY = 25
"""With more measurements than this a series is a line: signs at all of them would make it a bar."""
FEW = 4
"""Signs on such a line where there are several, and no name at its end could be read without colors."""


def _signs(sheet: CellGrid, area: Area, x: Axis, y: Axis, series: Sequence[Places], marks: Marks) -> list[float]:
    """The measurements themselves; for each series, the height at which it ends."""
    ends = []
    for index, one in enumerate(series):
        places = [(x.unit(a), y.unit(b)) for a, b in one]
        shown = places
        if len(places) > MANY:
            every = len(places) // FEW
            first = every * (2 * index + 1) // (2 * len(series))  # each line at places of its own
            shown = [*(places[first::every] if len(series) > 1 else []), places[-1]]
        sign = _SIGNS[marks][index % len(_SIGNS[marks])]
        for across, up in shown:
            sheet.put(area.column(across), area.row(up), sign, INKS[index % len(INKS)])
        ends.append(places[-1][1] if places else 0.5)
    return ends


def _crosses(sheet: CellGrid, area: Area, x: Axis, y: Axis, crossings: Sequence[Crossing], marks: Marks) -> None:
    for cross in crossings:
        across, up = x.unit(cross.x), y.unit(cross.y)
        if 0 <= across <= 1 and 0 <= up <= 1:
            sheet.put(area.column(across), area.row(up), glyphs(marks).best, "present")


def _names(sheet: CellGrid, area: Area, names: Sequence[str], ends: Sequence[float], right: int, marks: Marks) -> None:
    order = sorted(range(len(names)), key=lambda index: -ends[index])
    wanted = [area.row(min(1.0, max(0.0, ends[index]))) for index in order]
    for row, index in zip(spread(wanted, area.top, area.top + area.height), order, strict=False):
        sign = _SIGNS[marks][index % len(_SIGNS[marks])]
        sheet.text(
            area.left + area.width + 1,
            row,
            cut(f"{sign} {names[index]}", right - 1, plain=marks == "ascii"),
            INKS[index % len(INKS)],
        )


def _said(one: Crossing, x_label: str, passes: str, plain: bool) -> str:
    sign, about = ("x", "~") if plain else ("✕", "≈")
    return f"{sign} {one.after} {passes} {one.before} from {x_label} {about} {_about(one.x, plain)} on"


def _about(value: float, plain: bool) -> str:
    """A place between two measurements, which is known to two digits at most."""
    return number(float(f"{value:.2g}"), plain=plain)


def comparison_words(view: ComparisonView) -> str:
    """Some measurements of each series, and where they cross."""
    lines = [f"{view.y_label} over {view.x_label}"]
    for one in view.series:
        points = list(zip(unpack(one.x), unpack(one.y), strict=True))
        few = points[:: max(1, -(-len(points) // 12))]
        lines.append(f"  {one.name}: " + ", ".join(f"{short(y)} at {short(x)}" for x, y in few))
    lines += [
        f"  {one.after} {view.passes} {one.before} from {view.x_label} ≈ {short(float(f'{one.x:.2g}'))} on"
        for one in view.crossings
    ]
    return "\n".join([*lines, *filter(None, [view.note])])
