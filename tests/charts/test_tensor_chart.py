"""Tensors drawn: numbers where they fit, colors where they do not, nothing that breaks a row."""

from __future__ import annotations

import math

import pytest

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.charts.scale import scale_of
from tutor.views.base import Histogram
from tutor.views.tensor.grid import Line, Matrix, tensor

NAN, INF = math.nan, math.inf
SIGNED = Matrix(range(3), range(4), [-2.0, -1.0, 0.0, 1.0, 0.25, NAN, INF, -INF, 2.0, 1.5, -0.5, 0.125])
LINES = (
    Line("", "(3, 4) float32 cpu"),
    Line("same memory", "a, b", "attention"),
    Line("mean", "−1.5 ± 2"),
    Line("", "1 NaN", "bad"),
)
SPREAD = Histogram(-2.0, 2.0, (1, 2, 4, 8, 4, 2, 1))


def drawn(
    matrix: Matrix, size: tuple[int, int] = (60, 14), marks: Marks = "braille", *, shades: bool = True
) -> Drawing:
    return tensor(Size(*size), matrix, scale_of(matrix.values), LINES, SPREAD, marks=marks, shades=shades)


def grounds(drawing: Drawing) -> dict[str, str]:
    """The text on each ground."""
    found: dict[str, str] = {}
    for row in drawing.rows:
        for span in row:
            if span.ground:
                found[span.ground] = found.get(span.ground, "") + span.text
    return found


def test_numbers_stand_on_the_colors_of_their_values() -> None:
    found = grounds(drawn(SIGNED))
    assert "−2.0000" in found["diverge0"]
    assert "2.0000" in found["diverge8"]
    assert "0.0000" in found["diverge4"]


def test_what_is_not_finite_is_marked_and_has_no_color() -> None:
    drawing = drawn(SIGNED)
    marked = [span for row in drawing.rows for span in row if span.ink == "bad" and not span.ground]
    assert {word for span in marked for word in span.text.split()} >= {"nan", "∞", "−∞"}


def test_values_of_one_sign_have_a_scale_from_least_to_largest() -> None:
    found = grounds(drawn(Matrix(range(2), range(2), [100.0, 101.0, 102.0, 103.0])))
    assert "100" in found["heat0"]
    assert "103" in found["heat8"]
    assert not any(ground.startswith("diverge") for ground in found)


def test_columns_that_have_no_room_for_numbers_are_colors_only() -> None:
    wide = Matrix(range(2), range(25), [float(value) / 3 for value in range(50)])
    text = drawn(wide).text()
    assert "0.33" not in text
    assert grounds(drawn(wide)).keys() >= {"heat0", "heat8"}


def test_without_colors_signs_and_shades_tell_values_apart() -> None:
    wide = Matrix(range(1), range(25), [float(value - 12) for value in range(25)])
    rows = drawn(wide, (56, 6), "ascii", shades=False).text()
    assert "-#" in rows
    assert "##" in rows
    assert rows.isascii()


def test_a_vector_goes_on_in_the_next_line_at_a_round_number() -> None:
    text = drawn(Matrix((0,), range(60), [float(value) for value in range(60)], wrap=True), (48, 14)).text()
    assert "\n 0  " in f"\n{text}"
    assert "\n10 " in text
    assert "\n20 " in text


def test_a_jump_in_the_indices_is_a_gap() -> None:
    rows = (0, 1, 2, 98, 99)
    text = drawn(Matrix(rows, range(2), [1.0] * 10)).text()
    assert "⋮" in text
    assert "99" in text


def test_rows_that_have_no_room_leave_a_gap_before_the_last_ones() -> None:
    text = drawn(Matrix(range(50), range(2), [1.0] * 100)).text()
    assert "⋮" in text
    assert "\n49 " in text


def test_what_is_said_stands_beside_where_there_is_room_and_above_where_there_is_none() -> None:
    assert drawn(SIGNED, (100, 20)).text().split("\n")[0].rstrip().endswith("(3, 4) float32 cpu")
    assert drawn(SIGNED, (40, 20)).text().startswith("(3, 4) float32 cpu")


def test_no_elements_are_said() -> None:
    assert "no elements" in drawn(Matrix((), range(3), ())).text()


def test_the_scale_does_not_move_where_values_overflow() -> None:
    scale = scale_of([-1.7e308, 1.7e308])
    assert [scale.ground(value) for value in (-1.7e308, 0.0, 1.7e308)] == ["diverge0", "diverge4", "diverge8"]


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("shades", [True, False])
@pytest.mark.parametrize(
    "size", [(0, 0), (1, 1), (7, 3), (8, 2), (9, 4), (20, 5), (43, 9), (80, 24), (81, 8), (130, 40)]
)
@pytest.mark.parametrize(
    "matrix",
    [
        SIGNED,
        Matrix((0,), (0,), [3.5]),
        Matrix((0,), range(300), [0.1 * value for value in range(300)], wrap=True),
        Matrix((*range(36), *range(90, 102)), (*range(48), *range(900, 916)), [NAN] * 48 * 64),
        Matrix(range(3), range(3), [1e308, -1e308, 1e-320, 0.0, -0.0, 5e-324, INF, -INF, NAN]),
        Matrix((), (), ()),
    ],
)
def test_every_row_is_as_wide_as_the_drawing(matrix: Matrix, size: tuple[int, int], shades: bool, marks: Marks) -> None:
    drawing = drawn(matrix, size, marks, shades=shades)
    assert len(drawing.rows) == size[1]
    assert all(sum(len(span.text) for span in row) == size[0] for row in drawing.rows)
    if marks == "ascii":
        assert drawing.text().isascii()
