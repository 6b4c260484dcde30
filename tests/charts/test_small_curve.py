import math

import pytest

from tutor.charts.drawing import Marks, Size
from tutor.charts.gradations import small_curve


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
def test_any_values_are_drawn_at_any_size(marks: Marks) -> None:
    for values in ([], [1.0], [math.nan] * 3, [math.inf, 1e300, -1e300], [0.0, 0.0], [5e-324, 1.0], list(range(500))):
        for size in ((0, 0), (1, 1), (1, 5), (5, 1), (0, 3), (30, 4)):
            drawing = small_curve(Size(*size), values, marks)
            assert drawing.size == size
            assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
            assert marks != "ascii" or drawing.text().isascii()


def test_one_row_is_a_sparkline_from_high_to_low() -> None:
    assert small_curve(Size(8, 1), [8, 7, 6, 5, 4, 3, 2, 1]).text() == "█▇▆▅▄▃▂▁"


def test_a_nan_is_a_gap() -> None:
    assert small_curve(Size(3, 1), [1, math.nan, 2]).text() == "▁ █"


def test_a_loss_over_decades_is_drawn_by_its_logarithm() -> None:
    assert small_curve(Size(4, 1), [1000, 100, 10, 1]).text() == "█▆▃▁"
