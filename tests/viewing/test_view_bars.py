"""Bars: how high they stand on each axis, and what has no place there, at every size."""

from __future__ import annotations

import math
from itertools import pairwise, zip_longest

import numpy
import pytest
import torch

from tutor import live
from tutor.charts.drawing import Marks, Size
from tutor.kernel.protocol.events import Shown
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.views.bars.data import BarsView
from tutor.views.bars.make import BARS, ROWS, bars
from tutor.views.registry import draw, pages, title, words

POWERS = torch.logspace(-13, 0, 14, dtype=torch.float64)


def drawn(view: BarsView, size: tuple[int, int], marks: Marks = "braille", page: int = 0) -> str:
    return draw(view, Size(*size), marks, shades=False, page=page).text()


def heights(text: str) -> list[int]:
    """In how many rows of the drawing each column has a bar."""
    rows = [row[6:] for row in text.split("\n")[1:-1]]
    return [sum(cell in "▁▂▃▄▅▆▇█" for cell in column) for column in zip_longest(*rows, fillvalue=" ")]


def test_on_a_logarithmic_axis_equal_factors_are_equal_heights() -> None:
    view = bars({"one": POWERS, "other": numpy.array([1e-20])}, log=True)
    tall = [height for height in heights(drawn(view, (20, 42), page=1)) if height]
    steps = [after - before for before, after in pairwise(tall)]
    assert len(tall) == 14
    assert set(steps) == {2}
    assert tall[-1] == 40


def test_on_a_linear_axis_heights_are_the_numbers() -> None:
    tall = heights(drawn(bars([1.0, 2.0, 4.0]), (30, 14)))
    assert sorted(set(tall)) == [0, 3, 6, 12]


def test_zero_and_what_is_not_finite_have_signs_instead_of_bars() -> None:
    for log in (False, True):
        text = drawn(bars([0.0, 1.0, math.nan, math.inf, 100.0], log=log), (60, 8))
        lowest = text.split("\n")[-2]
        assert "0" in lowest.partition("┤")[2]
        assert "!" in lowest
        assert "2 not finite" in text


def test_rows_share_one_axis_and_each_has_a_page() -> None:
    view = bars({"small": POWERS[:3], "large": POWERS[-3:]}, ["a", "b", "c"], log=True)
    assert [pages(view), title("x", view, 0), title("x", view, 2)] == [3, "x · 1/3", "x · large · 3/3"]
    small, large = (max(heights(drawn(view, (40, 20), page=page))) for page in (1, 2))
    assert small < 5 < 15 < large
    both = drawn(view, (40, 20))
    assert "small" in both
    assert "large" in both
    assert both.split("\n")[-2].split() == ["a", "b", "c"]


def test_what_finds_no_room_is_counted() -> None:
    view = bars({str(index): torch.ones(BARS + 5) for index in range(ROWS + 2)})
    assert len(view.rows) == ROWS
    text = drawn(view, (120, 14))
    assert "4 rows more" in text
    assert f"{BARS - 114} bars more" in text
    assert "5 bars more are not here, 2 rows more are not here" in words(view)


def test_few_bars_have_the_room_of_their_labels_and_each_label_is_there() -> None:
    view = bars({"DDP": [1e6, 2e6, 2e6], "FSDP2": [5e5, 1e6, 1e6]}, ["parameters", "gradients", "Adam"])
    assert drawn(view, (74, 12)).split("\n")[-2].split() == ["parameters", "gradients", "Adam"]
    assert drawn(view, (33, 12)).split("\n")[-2].split() == ["paramet…", "gradien…", "Adam"]


def test_numbers_by_name_are_one_row_with_the_names_below_its_bars() -> None:
    view = bars({"two threads": 12.5, "two ranks": torch.tensor(8.0)})
    assert view == bars([12.5, 8.0], ["two threads", "two ranks"])
    assert drawn(view, (60, 8)).split("\n")[-1].strip().split("  ") == ["two threads", "two ranks"]
    assert [row.name for row in bars({"a": [1.0], "b": [2.0]}).rows] == ["a", "b"]


def test_one_size_is_told_once_and_a_large_one_in_few_characters() -> None:
    assert drawn(bars([168.0]), (40, 8)).split("\n")[0].rstrip() == "168"
    assert drawn(bars([1_052_672.0, 2_105_376.0]), (40, 8)).split("\n")[0].rstrip() == "1.05M to 2.11M"


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (12, 3), (12, 4), (20, 6), (40, 12), (80, 24), (120, 40)])
def test_anything_fills_its_panel(size: tuple[int, int], marks: Marks) -> None:
    odd = [
        bars([0.0]),
        bars([math.nan], log=True),
        bars([1e-300, 1e300], log=True),
        bars({"[/red]\x1b[31m日本": POWERS, "b": [1]}, ["\x1b[31m", "日本"], log=True),
        bars(torch.rand(500)),
        bars({str(index): [index] for index in range(9)}),
    ]
    for view in odd:
        for page in range(pages(view)):
            drawing = draw(view, Size(*size), marks, shades=True, page=page)
            assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
            assert marks != "ascii" or drawing.text().isascii()
            assert "\x1b" not in drawing.text()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([1.0, -0.3], "-0.3 is below 0"),
        ({"a": [1.0], "b": [-2.0]}, "bars: b: -2 is below 0"),
        ([], "there are no numbers"),
        ({}, "there are no numbers"),
        ("a word", "bars: this is a str"),
    ],
)
def test_what_is_no_size_is_named(value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        bars(value)


@pytest.mark.parametrize(
    "value", [POWERS, POWERS.requires_grad_(), numpy.ones(3), [1, 2.5], [torch.tensor(1.0), torch.tensor(2.0)]]
)
def test_numbers_come_in_many_forms(value: object) -> None:
    assert len(bars(value).labels) >= 2


def test_it_travels_and_in_a_loop_of_a_script_that_runs_alone_the_last_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    view = bars({"a": POWERS, "b": [1.0]}, log=True)
    shown = Shown(1, 1, 1, "sizes", view)
    assert decode_from_kernel(encode(shown)[4:]) == shown
    for step in live.steps(3):
        sizes = torch.tensor([1.0, float(step)])
        live.bars(sizes, ["first", "second"], name="norms")
        sizes.zero_()  # what was drawn stays as it was
    assert capsys.readouterr().out == "norms\n1 at first, 2 at second\n"


def test_a_heat_map_in_a_loop_is_the_last_one_offered(capsys: pytest.CaptureFixture[str]) -> None:
    for step in live.steps(3):
        live.attention(torch.full((2, 2), step / 4), name="weights")
    said = capsys.readouterr().out
    assert said.count("weights") == 1
    assert ".500" in said


def test_a_blank_label_is_shown_as_it_is_written() -> None:
    assert bars([1.0, 2.0, 3.0], ["a", " ", "\n"]).labels == ("a", "' '", r"'\n'")
