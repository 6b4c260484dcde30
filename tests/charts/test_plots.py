"""Drawings of models, data and measurements: any size and values, and what is to be read in them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.boundary.draw import NOTHING, Division, Points, Sample, boundary, regression
from tutor.views.comparison.draw import Cross, Series, comparison
from tutor.views.matrix.draw import matrix
from tutor.views.network.draw import Block, Signal, Spread, network
from tutor.views.pictures.draw import Picture, pictures
from tutor.views.timeline.draw import Bar, timeline

SIZES = [(0, 0), (1, 1), (0, 9), (9, 0), (4, 2), (12, 5), (21, 9), (40, 12), (80, 23), (120, 40)]
EVERY: tuple[Marks, ...] = ("braille", "block", "ascii")
DICE = random.Random(0)

Draw = Callable[[Size, Marks, bool], Drawing]

HALVES = Division(
    (-1, 1), (-1, 1), 8, 6, bytes(int(column > 3) for _ in range(6) for column in range(8)), bytes([200] * 48)
)
MIXED = Division((0, 1e-9), (-1e300, 1e300), 3, 3, bytes([0, 1, 2, NOTHING, 11, 5, 0, 0, 7]), bytes(range(9)))
FOUR = Points([-0.5, 0.5, 0.6, 5.0], [0.2, 0.1, -0.6, 0.0], [0, 1, 0, 1], 4, 3)
OTHERS = Points([-0.7, 0.7], [-0.4, 0.5], [0, 1], 2, 2)
HOSTILE = [math.nan, math.inf, -math.inf, 1e300, -1e300, 0.0, 1.0]
GREY = Picture(8, 8, bytes(DICE.randrange(256) for _ in range(64)), "seven", "one", False)
BLOCKS = [
    Block("0", "Linear", "2 → 16", "(64, 16)", 48, Signal(Spread(-1, 1, [1, 5, 2]), "0.1 ± 0.5"), None),
    Block(
        "1", "ReLU", "", "(64, 16)", 0, Signal(None, "nan ± nan"), Signal(Spread(0, 0, []), "norm 0"), "3 of 16 dead"
    ),
    Block("2" * 200, "[/red]" * 9, "日本\x1b[31m", "(64, 1)", 10**9),
]

DRAWINGS: dict[str, Draw] = {
    "boundary": lambda size, marks, shades: boundary(
        size, HALVES, FOUR, OTHERS, classes=["a", "日本"], marks=marks, shades=shades
    ),
    "boundary of many": lambda size, marks, shades: boundary(size, MIXED, FOUR, marks=marks, shades=shades),
    "regression": lambda size, marks, _shades: regression(
        size, HOSTILE, HOSTILE[::-1], Sample(HOSTILE, HOSTILE, 7, math.nan), Sample([], [], 0, 1.0), marks=marks
    ),
    "pictures": lambda size, marks, shades: pictures(size, [GREY] * 30, (0, 1), marks=marks, shades=shades),
    "signed pictures": lambda size, marks, shades: pictures(
        size, [Picture(3, 3, bytes(range(0, 252, 28)))] * 3, (-1, 1), signed=True, marks=marks, shades=shades
    ),
    "a large picture": lambda size, marks, shades: pictures(
        size, [Picture(64, 48, bytes(3 * 64 * 48))], channels=3, marks=marks, shades=shades
    ),
    "no pictures": lambda size, marks, shades: pictures(size, [], marks=marks, shades=shades),
    "counts": lambda size, marks, shades: matrix(
        size, [5, 0, 1, 12], ["cat", "dog"], ["cat", "dog"], counts=True, note="17 of 18", marks=marks, shades=shades
    ),
    "weights": lambda size, marks, shades: matrix(
        size, [*HOSTILE, -0.5, 0.5], ["a" * 99, "日", ""], ["x", "y", "z" * 30], marks=marks, shades=shades
    ),
    "many weights": lambda size, marks, shades: matrix(
        size, [1 / 64] * 64 * 64, list(map(str, range(64))), list(map(str, range(64))), marks=marks, shades=shades
    ),
    "timeline": lambda size, marks, _shades: timeline(
        size, ["load", "compute"], [Bar(0, "read", [0, 2], [1, 3]), Bar(1, "", [0.5, 9], [2.5, 9])], 9,
        busy=[0.2, 0.3], overlap=0.1, marks=marks,
    ),
    "a moment": lambda size, marks, _shades: timeline(size, ["x"] * 40, [Bar(3, "", [0], [0])], 0.0, marks=marks),
    "comparison": lambda size, marks, _shades: comparison(
        size, [Series("loop", [1, 10, 100], [1, 2, 3]), Series("torch", HOSTILE, HOSTILE), Series("", [], [])],
        [Cross(20, 2, "loop", "torch"), Cross(1e300, 1, "a", "b")], x_label="n", y_label="s", marks=marks,
    ),
    "nothing measured": lambda size, marks, _shades: comparison(size, [], marks=marks),
    "network": lambda size, marks, _shades: network(size, BLOCKS, inputs="(64, 2)", note="·", reached=1, marks=marks),
    "a long network": lambda size, marks, _shades: network(size, BLOCKS * 40, reached=70, left_out=9, marks=marks),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("marks", EVERY)
@pytest.mark.parametrize("shades", [True, False])
def test_every_size_is_filled_exactly(name: str, marks: Marks, shades: bool) -> None:
    for size in SIZES:
        drawing = DRAWINGS[name](Size(*size), marks, shades)
        assert drawing.size == size
        assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
        assert marks != "ascii" or drawing.text().isascii()
        if not shades:
            assert not any(span.ground for row in drawing.rows for span in row)


def text(name: str, size: tuple[int, int] = (80, 23), marks: Marks = "braille", *, shades: bool = True) -> str:
    return DRAWINGS[name](Size(*size), marks, shades).text()


# --------------------------------------------------------------------------------------------------------- boundaries


def test_training_and_held_out_points_differ_in_shape() -> None:
    drawn = text("boundary")
    assert all(sign in drawn for sign in "●■○□")
    plain = text("boundary", marks="ascii", shades=False).split("\n", 2)[2]
    assert all(sign in plain for sign in "ABab")


def test_both_shares_of_right_points_are_named_also_in_a_narrow_place() -> None:
    assert "training 75.0 % of 4 right   held out 100.0 % of 2 right" in text("boundary")
    assert "training 75.0 %   held out 100.0 %" in text("boundary", (40, 14))


def test_the_sides_are_told_apart_without_colours() -> None:
    rows = text("boundary", (60, 20), "ascii", shades=False).split("\n")[3:-2]
    left, right = ("".join(row[8:25] for row in rows), "".join(row[42:58] for row in rows))
    assert "." in right
    assert "." not in left


def test_the_grounds_change_where_the_line_is() -> None:
    drawing = boundary(Size(60, 20), HALVES, Points([], [], [], 0, 0))
    row = drawing.rows[10]
    grounds = {span.ground[:-1] for span in row if span.ground}
    assert grounds == {"region0", "region1"}
    line = next(span for span in row if span.ink == "cursor")
    at = row.index(line)
    assert {row[at - 1].ground[:-1], row[at + 1].ground[:-1]} == {"region0", "region1"}


def test_a_curve_that_leaves_the_chart_is_said_to() -> None:
    sample = Sample([0, 1, 2], [0, 1, 2], 3, 0.5)
    drawn = regression(Size(70, 16), [0, 1, 2], [0, 100, 0], sample).text()
    assert "● training, 3 points, error 0.5" in drawn
    assert "curve leaves the chart" in drawn
    assert "curve not a number" in regression(Size(70, 16), [0, 1, 2], [0, math.nan, 0], sample).text()


# ------------------------------------------------------------------------------------------------ pictures, matrices


def test_a_half_block_holds_two_pixels() -> None:
    picture = Picture(6, 2, bytes([0] * 6 + [255] * 6))
    row = pictures(Size(6, 2), [picture], marks="braille").rows[0]
    assert row == (("▀" * 6, "grey0", "grey15"),)


def test_wrong_and_right_are_said_in_signs_and_words() -> None:
    right = Picture(8, 8, bytes(64), "two", "two", True)
    drawn = pictures(Size(60, 12), [GREY, right]).text()
    assert "✗ one, is seven" in drawn
    assert "✓ two" in drawn
    assert "x one, is seven" in pictures(Size(60, 14), [GREY, right], marks="ascii", shades=False).text()


def test_without_shades_the_light_pixels_have_the_heavy_characters() -> None:
    picture = Picture(4, 1, bytes([0, 80, 160, 255]))
    assert pictures(Size(8, 2), [picture], marks="ascii", shades=False).text().split("\n")[0] == "  --**@@"


def test_how_many_find_no_room_is_said() -> None:
    assert "28 more find no room" in text("pictures", (40, 10))


def test_legends_name_both_ends() -> None:
    assert "−1 " in text("signed pictures")
    assert text("weights", (80, 20)).split("\n")[-1] or "0" in text("weights")


def test_the_diagonal_stands_in_brackets_and_rows_have_their_share() -> None:
    drawn = text("counts", marks="ascii", shades=False)
    assert "[5]" in drawn
    assert "[12]" in drawn
    assert "100 %" in drawn
    assert "92 %" in drawn


def test_what_of_a_matrix_is_not_seen_is_counted() -> None:
    drawn = text("many weights", (60, 20))
    assert "rows more" in drawn
    assert "columns more" in drawn


# --------------------------------------------------------------------------------------------- times and measurements


def test_bars_lie_where_their_time_is() -> None:
    bars = [Bar(0, "", [2.5], [5])]
    row = timeline(Size(45, 6), ["a"], bars, 10, marks="ascii").text().split("\n")[0]
    filled = [column for column, char in enumerate(row) if char == "#"]
    area = range(2, 45)
    assert filled[0] - area.start == pytest.approx(len(area) * 0.25, abs=1)
    assert filled[-1] - area.start == pytest.approx(len(area) * 0.5, abs=1)


def test_a_moment_too_short_for_a_cell_is_seen() -> None:
    drawn = timeline(Size(60, 6), ["a"], [Bar(0, "", [5.0], [5.0])], 10).text()
    assert "▏" in drawn


def test_kinds_are_told_apart_by_their_fill() -> None:
    bars = [Bar(0, "read", [0], [4]), Bar(0, "decode", [5], [9])]
    first, *_, legend = timeline(Size(60, 5), ["a"], bars, 9, marks="ascii").text().split("\n")
    assert "#" in first
    assert "=" in first
    assert "## read" in legend
    assert "== decode" in legend


@pytest.mark.parametrize(("seconds", "unit"), [(5, "s"), (0.4, "ms"), (3e-5, "µs")])
def test_the_axis_names_a_unit_that_suits(seconds: float, unit: str) -> None:
    axis = timeline(Size(60, 5), ["a"], [Bar(0, "", [0], [seconds])], seconds).text().split("\n")
    assert any(f" {unit}" in row for row in axis)


def test_two_at_a_time_are_marked_on_the_axis() -> None:
    bars = [Bar(0, "", [0], [6]), Bar(1, "", [4], [10])]
    drawn = timeline(Size(64, 8), ["a", "b"], bars, 10, overlap=0.2).text()
    assert "two at a time 20 %" in drawn
    axis = next(row for row in drawn.split("\n") if "─" in row)
    assert axis.count("━") == pytest.approx(0.2 * 62, abs=2)


def test_a_crossing_is_marked_and_said() -> None:
    drawn = text("comparison")
    assert "✕ torch rises above loop from n ≈ 20 on" in drawn
    assert "✕" in "\n".join(drawn.split("\n")[:-1])
    assert "● loop" in drawn


def test_a_series_of_many_measurements_is_a_line_with_its_sign_at_the_end() -> None:
    many = Series("mse", [float(place) for place in range(1, 62)], [place**2 / 9 for place in range(1, 62)])
    drawn = comparison(Size(70, 14), [many], log=(False, False)).text()
    assert drawn.count("●") == 2  # where it ends, and before its name
    few = Series("mse", many.x[:25], many.y[:25])
    assert comparison(Size(70, 14), [few], log=(False, False)).text().count("●") > 10


def test_lines_of_many_measurements_are_told_apart_without_names_and_colours() -> None:
    places = [float(place) for place in range(1, 62)]
    lines = [Series(name, places, [slope * place for place in places]) for name, slope in (("a", 1), ("b", 2))]
    drawn = comparison(Size(34, 14), lines, log=(False, False)).text()
    assert 2 <= drawn.count("●") <= 6
    assert 2 <= drawn.count("■") <= 6


def test_a_crossing_is_said_in_few_words_where_there_is_little_room() -> None:
    assert text("comparison", (24, 14)).split("\n")[-1].startswith("✕ at n ≈ 20")


# ------------------------------------------------------------------------------------------------------------ network


def test_blocks_have_shapes_and_counts() -> None:
    drawn = text("network", (100, 14))
    assert "╭─ Linear" in drawn
    assert "↓ (64, 16)" in drawn
    assert " 48 " in drawn
    assert "✗ 3 of 16 dead" in drawn


def test_layers_that_the_pass_has_not_reached_have_no_values() -> None:
    drawn = network(Size(100, 14), BLOCKS, reached=0).text()
    assert "0.1 ± 0.5" in drawn
    assert "3 of 16 dead" not in drawn


def test_of_a_long_network_the_layers_around_the_one_reached_are_drawn() -> None:
    drawn = network(Size(80, 12), [Block(str(k), "Linear", "", "(1,)", 0) for k in range(50)], reached=30).text()
    assert "25 layers above" in drawn
    assert "> 30" in drawn.replace(">30", "> 30")
    assert "15 layers more below" in drawn


def test_what_is_wrong_is_seen_in_forty_columns() -> None:
    assert "3 of 16 dead" in network(Size(40, 6), BLOCKS[:2]).text()
    assert "3 of 16 dead" in network(Size(40, 14), BLOCKS[:2]).text()


# ------------------------------------------------------------------------------------------- points around a curve


def dots_in(drawing: Drawing) -> int:
    """How many braille dots are drawn."""
    return sum((ord(char) - 0x2800).bit_count() for char in drawing.text() if 0x2800 <= ord(char) < 0x2900)


def spread_out(count: int) -> Sample:
    """Points none of which lies in one dot with another, on 4 rows of dots."""
    return Sample([place / count for place in range(count)], [place % 4 for place in range(count)], count, 0.5)


def test_of_many_points_none_is_hidden_by_another_or_by_the_curve() -> None:
    without = regression(Size(70, 6), [], [], spread_out(60))
    assert dots_in(without) == 60
    across = [0.0, 1.0]
    curve = dots_in(regression(Size(70, 6), across, [1.5, 1.5], Sample([0, 1], [0, 3], 2, 0.0)))
    both = dots_in(regression(Size(70, 6), across, [1.5, 1.5], spread_out(60)))
    assert both == 60 + curve


def test_of_many_points_those_held_out_have_another_shape_and_colour() -> None:
    high = Sample([place / 40 for place in range(40)], [3.0] * 40, 40, 0.5)
    drawing = regression(Size(90, 12), [], [], spread_out(60), high)
    assert "⠂ training" in drawing.text()
    assert "⠔ held out" in drawing.text()
    inks = {span.ink for row in drawing.rows[1:] for span in row if any("⠀" < char <= "⣿" for char in span.text)}
    assert inks == {"data", "line3"}
    assert dots_in(drawing) > 60 + 40


def test_few_points_are_signs_and_stand_on_the_curve() -> None:
    sample = Sample([0, 1, 2], [0, 1, 2], 3, 0.0)
    drawn = regression(Size(70, 16), [0, 2], [0, 2], sample).text().split("\n", 1)[1]
    assert drawn.count("●") == 3


def test_a_size_is_written_as_the_whole_number_that_it_is() -> None:
    sizes = [2.0**n for n in (4, 8, 14)]
    drawn = comparison(Size(70, 14), [Series("copy", sizes, [1.0, 2.0, 3.0])]).text()
    assert {"16", "256", "16384"} <= set(drawn.split())
    assert "e4" not in drawn
