"""Shapes drawn in boxes, or in lines where boxes have no room."""

from __future__ import annotations

import pytest

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.shapes.data import ShapeCell, ShapeRow, ShapesView
from tutor.views.shapes.draw import draw_shapes

HEAD = ShapeRow("", (ShapeCell("−3"), ShapeCell("−2"), ShapeCell("−1")))
ROWS = [
    ShapeRow("a", (ShapeCell("8"), ShapeCell("1→7", "stretched"), ShapeCell("6"))),
    ShapeRow("b", (ShapeCell("·→8", "missing"), ShapeCell("7"), ShapeCell("6"))),
]
RESULT = ShapeRow("a + b", (ShapeCell("8"), ShapeCell("7"), ShapeCell("6")), "(8, 7, 6)")
CLASH = [
    ShapeRow("a", (ShapeCell("8"), ShapeCell("1"), ShapeCell("6", "clash"))),
    ShapeRow("b", (ShapeCell("·", "missing"), ShapeCell("7"), ShapeCell("5", "clash"))),
]


def drawn(
    size: tuple[int, int] = (60, 16),
    marks: Marks = "braille",
    rows: list[ShapeRow] = ROWS,
    result: ShapeRow | None = RESULT,
) -> Drawing:
    view = ShapesView(HEAD, tuple(rows), result, ("One sentence about it, of some length.",))
    return draw_shapes(view, Size(*size), marks, True, 0)


def column_of(drawing: Drawing, text: str) -> int:
    return next(line.index(text) for line in drawing.text().split("\n") if text in line)


def test_dimensions_that_meet_stand_above_one_another() -> None:
    lines = drawn().text().split("\n")
    middle = column_of(drawn(), "1→7") + 1
    assert [line[middle] for line in lines if len(line) > middle and line[middle] == "7"] == ["7", "7"]


def test_stretched_dimensions_have_a_dashed_box_and_the_result_a_whole_one() -> None:
    text = drawn().text()
    assert "┊ 1→7 ┊" in text
    assert "│  7  │" in text.split("a + b")[1]


def test_a_clash_is_marked_and_there_is_no_result() -> None:
    text = drawn(rows=CLASH, result=None).text()
    assert "✗ 6" in text
    assert "✗ 5" in text
    assert "✗ no result" in text


def test_without_room_for_boxes_each_shape_is_a_line_under_a_rule() -> None:
    lines = drawn((40, 8)).text().split("\n")
    assert [line.split()[0] for line in lines[1:3]] == ["a", "b"]
    assert set(lines[3].strip()) == {"─"}


def test_in_ascii_arrows_and_signs_are_written_with_what_there_is() -> None:
    text = drawn(marks="ascii", rows=CLASH, result=None).text() + drawn(marks="ascii").text()
    assert text.isascii()
    assert "1>7" in text
    assert "x 6" in text
    assert "?" not in text


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("size", [(0, 0), (3, 1), (10, 2), (12, 6), (25, 5), (44, 16), (80, 24), (120, 3)])
@pytest.mark.parametrize(
    "rows",
    [ROWS, CLASH, [ShapeRow("x" * 90, (ShapeCell("9" * 40),) * 3, "n" * 50)], [ShapeRow("", (ShapeCell(""),) * 3)]],
)
def test_every_row_is_as_wide_as_the_drawing(rows: list[ShapeRow], size: tuple[int, int], marks: Marks) -> None:
    for result in (RESULT, None):
        drawing = drawn(size, marks, rows, result)
        assert len(drawing.rows) == size[1]
        assert all(sum(len(span.text) for span in row) == size[0] for row in drawing.rows)


def test_a_number_has_no_dimensions_to_draw() -> None:
    empty = ShapeRow("2", ())
    view = ShapesView(ShapeRow("", ()), (empty, empty), ShapeRow("2 + 2", ()), ())
    assert "2" in draw_shapes(view, Size(30, 6), "braille", True, 0).text()
