import math
from typing import Any

import pytest

from tutor.charts.cell_grid import ChartFrame
from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.fit.draw import Line, fit

SIZES = [(0, 0), (1, 1), (0, 9), (9, 0), (3, 3), (12, 5), (40, 12), (80, 24)]
Data = tuple[list[float], list[float]]
NUMBERS = (0.0, 3.0, -7.5, 1e9, 1e300, -1e300, math.inf, math.nan)


def drawn(data: Data, line: Line, **options: Any) -> tuple[Drawing, ChartFrame]:
    drawing, frame = fit(Size(70, 18), data[0], data[1], line, **options)
    assert frame is not None
    return drawing, frame


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
def test_any_line_is_drawn_at_any_size(data: Data, marks: Marks) -> None:
    hostile: list[Data] = [([], [1.0]), ([2.0] * 5, [1.0] * 5), ([math.nan, 1, 2], [1, math.inf, 2]), data]
    for size in SIZES:
        for x, y in hostile:
            frame = None
            lines: list[Line | None] = [None, *((a, b) for a in NUMBERS for b in NUMBERS[::3])]
            for line in lines:
                drawing, frame = fit(Size(*size), x, y, line, best=(3.0, 0.0), marks=marks, previous=frame)
                assert drawing.size == size
                assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
                assert marks != "ascii" or drawing.text().isascii()


def test_points_line_and_best_line_have_their_inks(data: Data) -> None:
    drawing, _ = drawn(data, (1.0, 2.0), best=(2.0, 6.0))
    assert {"data", "line1", "ghost"} <= {span.ink for row in drawing.rows for span in row}


def test_the_axis_follows_the_line_only_so_far(data: Data) -> None:
    _, near = drawn(data, (4.0, 0.0))
    _, far = drawn(data, (1e6, 0.0))
    assert near.y.high >= 39
    height = max(data[1]) - min(data[1])
    assert far.y.high - far.y.low <= 2.5 * height


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((0.0, 1e5), "↑ line off the chart"),
        ((0.0, -1e5), "↓ line off the chart"),
        ((math.nan, 0.0), "✗ no line: its numbers are not finite"),
        ((0.0, math.inf), "✗ no line: its numbers are not finite"),
        ((1e300, -1e300), "line off the chart"),
    ],
)
def test_a_line_that_cannot_be_seen_is_said_in_words(data: Data, line: Line, words: str) -> None:
    assert words in drawn(data, line)[0].text()


def test_a_line_in_sight_needs_no_words(data: Data) -> None:
    assert "line" not in drawn(data, (2.0, 1.0))[0].text()


def test_the_axes_stand_still_while_the_line_turns(data: Data) -> None:
    frame: ChartFrame | None = None
    moves = 0
    for step in range(100):
        before = frame
        _, frame = drawn(data, (3.0 * (1 - 0.9**step), 0.1), previous=frame)
        moves += before is not None and (before.x, before.y) != (frame.x, frame.y)
    assert moves <= 1


def test_points_on_the_line_are_seen() -> None:
    def dots(text: str) -> int:
        return sum((ord(char) - 0x2800).bit_count() for char in text if 0x2800 <= ord(char) < 0x2900)

    places = [place / 10 for place in range(11)]
    on_it, _ = fit(Size(60, 12), places, places, (1.0, 0.0))
    line_alone, _ = fit(Size(60, 12), [0.0, 1.0], [0.0, 1.0], (1.0, 0.0))
    assert dots(on_it.text()) >= dots(line_alone.text()) + 9  # each point is a disc, half of it beside the line


def test_many_points_are_single_dots() -> None:
    def dots(count: int) -> int:
        places = [float(place) for place in range(count)]
        drawing, _ = fit(Size(80, 20), places, [place % 7 for place in places], None)
        return sum((ord(char) - 0x2800).bit_count() for char in drawing.text() if 0x2800 <= ord(char) < 0x2900)

    assert dots(30) > 3 * 30
    assert dots(31) == 31
