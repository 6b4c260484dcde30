"""Drawings of models, data and measurements: any size and values, and what is to be read in them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.base import Histogram, StagedView
from tutor.views.boundary.data import BoundaryView, Labelled, Measured, RegressionView
from tutor.views.boundary.draw import NOTHING
from tutor.views.comparison.data import ComparisonView, Crossing, Measurements
from tutor.views.matrix.data import MatrixView
from tutor.views.matrix.draw import placed_matrix
from tutor.views.network.data import Layer, NetworkView, Signal
from tutor.views.packing import pack
from tutor.views.pictures.data import PicturesView, Tile
from tutor.views.registry import draw
from tutor.views.timeline.data import Bars, TimelineView

SIZES = [(0, 0), (1, 1), (0, 9), (9, 0), (4, 2), (12, 5), (21, 9), (40, 12), (80, 23), (120, 40)]
EVERY: tuple[Marks, ...] = ("braille", "block", "ascii")
DICE = random.Random(0)

HOSTILE = [math.nan, math.inf, -math.inf, 1e300, -1e300, 0.0, 1.0]


def labeled(x: Sequence[float], y: Sequence[float], classes: Sequence[int], right: int) -> Labelled:
    return Labelled(pack(x), pack(y), bytes(classes), len(x), right)


def measured(x: Sequence[float], y: Sequence[float], error: float) -> Measured:
    return Measured(pack(x), pack(y), len(x), error)


def fitted(
    x: Sequence[float], y: Sequence[float], training: Measured, held_out: Measured | None = None
) -> RegressionView:
    return RegressionView("", "", pack(x), pack(y), training, held_out)


def series(name: str, x: Sequence[float], y: Sequence[float]) -> Measurements:
    return Measurements(name, pack(x), pack(y))


def compared(*lines: Measurements, crossings: tuple[Crossing, ...] = (), log: bool = True) -> ComparisonView:
    return ComparisonView("n", "s", log, log, lines, crossings, "")


def busy(bars: Sequence[tuple[int, str, Sequence[float], Sequence[float]]], seconds: float) -> TimelineView:
    packed = tuple(Bars(row, kind, pack(starts), pack(ends)) for row, kind, starts, ends in bars)
    return TimelineView(tuple("ab"[: 1 + max(bar.row for bar in packed)]), packed, seconds, (), 0.0, "")


def shown(*tiles: Tile, signed: bool = False) -> PicturesView:
    return PicturesView(tiles, 1, -1.0 if signed else 0.0, 1.0, signed, "", "")


def weighed(values: Sequence[float], rows: Sequence[str], columns: Sequence[str]) -> MatrixView:
    return MatrixView(tuple(rows), tuple(columns), "", "", (pack(values),), ("",), False, "")


def passed(*layers: Layer, left_out: int = 0) -> NetworkView:
    return NetworkView("Sequential", True, 9, 9, "(64, 2)", "(64, 1)", 0.5, layers, left_out, 36, 12)


HALVES = BoundaryView(
    "", "", (-1, 1), (-1, 1), 8, 6, bytes(int(column > 3) for _ in range(6) for column in range(8)), bytes([200] * 48),
    ("a", "日本"), labeled([-0.5, 0.5, 0.6, 5.0], [0.2, 0.1, -0.6, 0.0], [0, 1, 0, 1], 3),
    labeled([-0.7, 0.7], [-0.4, 0.5], [0, 1], 2),
)  # fmt: skip
MIXED = BoundaryView(
    "", "", (0, 1e-9), (-1e300, 1e300), 3, 3, bytes([0, 1, 2, NOTHING, 11, 5, 0, 0, 7]), bytes(range(9)), (),
    HALVES.training, None,
)  # fmt: skip
GRAY = Tile(8, 8, bytes(DICE.randrange(256) for _ in range(64)), "seven", "one", False)
LAYERS = (
    Layer(
        "0", "Linear", "2 → 16", "(64, 2)", "(64, 16)", 48,
        Signal(3, 0.1, 0.5, 0, 0, Histogram(-1, 1, (1, 5, 2))), None, size=192,
    ),
    Layer(
        "1", "ReLU", "", "(64, 16)", "(64, 16)", 0, Signal(math.nan, math.nan, math.nan, 0, 9, None),
        Signal(0, 0, 0, 1, 0, Histogram(0, 0, ())), "3 of 16 dead",
    ),
    Layer("2" * 200, "[/red]" * 9, "日本\x1b[31m", "", "(64, 1)", 10**9, None, None),
)  # fmt: skip

VIEWS: dict[str, tuple[StagedView, int]] = {
    "boundary": (HALVES, 0),
    "boundary of many": (MIXED, 0),
    "regression": (
        fitted(HOSTILE, HOSTILE[::-1], measured(HOSTILE, HOSTILE, math.nan), measured([], [], 1.0)), 0,
    ),
    "pictures": (shown(*[GRAY] * 30), 0),
    "signed pictures": (shown(*[Tile(3, 3, bytes(range(0, 252, 28)))] * 3, signed=True), 0),
    "a large picture": (replace(shown(Tile(64, 48, bytes(3 * 64 * 48))), channels=3), 0),
    "no pictures": (shown(), 0),
    "counts": (
        replace(weighed([5, 0, 1, 12], ["cat", "dog"], ["cat", "dog"]), counts=True, note="17 of 18"), 0,
    ),
    "weights": (weighed([*HOSTILE, -0.5, 0.5], ["a" * 99, "日", ""], ["x", "y", "z" * 30]), 0),
    "many weights": (weighed([1 / 64] * 64 * 64, list(map(str, range(64))), list(map(str, range(64)))), 0),
    "timeline": (
        replace(busy([(0, "read", [0, 2], [1, 3]), (1, "", [0.5, 9], [2.5, 9])], 9), rows=("load", "compute"),
                busy=(0.2, 0.3), overlap=0.1),
        0,
    ),
    "a moment": (replace(busy([(1, "", [0], [0])], 0.0), rows=("x",) * 40), 0),
    "comparison": (
        compared(
            series("loop", [1, 10, 100], [1, 2, 3]), series("torch", HOSTILE, HOSTILE), series("", [], []),
            crossings=(Crossing(20, 2, "loop", "torch"), Crossing(1e300, 1, "a", "b")),
        ),
        0,
    ),
    "nothing measured": (compared(), 0),
    "network": (passed(*LAYERS), 2),
    "a long network": (passed(*LAYERS * 40, left_out=9), 71),
}  # fmt: skip
"""What is drawn, and the page of it."""


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("marks", EVERY)
@pytest.mark.parametrize("shades", [True, False])
def test_every_size_is_filled_exactly(name: str, marks: Marks, shades: bool) -> None:
    for size in SIZES:
        drawing = drawn_in(name, size, marks, shades=shades)
        assert drawing.size == size
        assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
        assert marks != "ascii" or drawing.text().isascii()
        if not shades:
            assert not any(span.ground for row in drawing.rows for span in row)


def drawn_in(name: str, size: tuple[int, int], marks: Marks, *, shades: bool) -> Drawing:
    view, page = VIEWS[name]
    return draw(view, Size(*size), marks, shades=shades, page=page)


def seen(view: StagedView, size: tuple[int, int], marks: Marks = "braille", page: int = 0) -> str:
    return draw(view, Size(*size), marks, shades=marks != "ascii", page=page).text()


def text(name: str, size: tuple[int, int] = (80, 23), marks: Marks = "braille", *, shades: bool = True) -> str:
    return drawn_in(name, size, marks, shades=shades).text()


# --------------------------------------------------------------------------------------------------------- boundaries


def test_training_and_held_out_points_differ_in_shape() -> None:
    drawn = text("boundary")
    assert all(sign in drawn for sign in "●■○□")
    plain = text("boundary", marks="ascii", shades=False).split("\n", 2)[2]
    assert all(sign in plain for sign in "ABab")


def test_both_shares_of_right_points_are_named_also_in_a_narrow_place() -> None:
    assert "training 75.0 % of 4 right   held out 100.0 % of 2 right" in text("boundary")
    assert "training 75.0 %   held out 100.0 %" in text("boundary", (40, 14))


def test_the_sides_are_told_apart_without_colors() -> None:
    rows = text("boundary", (60, 20), "ascii", shades=False).split("\n")[3:-2]
    left, right = ("".join(row[8:25] for row in rows), "".join(row[42:58] for row in rows))
    assert "." in right
    assert "." not in left


def test_the_grounds_change_where_the_line_is() -> None:
    view = replace(HALVES, training=labeled([], [], [], 0), held_out=None)
    drawing = draw(view, Size(60, 20), "braille", shades=True)
    row = drawing.rows[10]
    grounds = {span.ground[:-1] for span in row if span.ground}
    assert grounds == {"region0", "region1"}
    line = next(span for span in row if span.ink == "cursor")
    at = row.index(line)
    assert {row[at - 1].ground[:-1], row[at + 1].ground[:-1]} == {"region0", "region1"}


def test_a_curve_that_leaves_the_chart_is_said_to() -> None:
    sample = measured([0, 1, 2], [0, 1, 2], 0.5)
    drawn = seen(fitted([0, 1, 2], [0, 100, 0], sample), (70, 16))
    assert "● training, 3 points, error 0.5" in drawn
    assert "curve leaves the chart" in drawn
    assert "curve not a number" in seen(fitted([0, 1, 2], [0, math.nan, 0], sample), (70, 16))


# ------------------------------------------------------------------------------------------------ pictures, matrices


def test_a_half_block_holds_two_pixels() -> None:
    view = shown(Tile(6, 2, bytes([0] * 6 + [255] * 6)))
    row = draw(view, Size(6, 2), "braille", shades=True).rows[0]
    assert row == (("▀" * 6, "gray0", "gray15"),)


def test_wrong_and_right_are_said_in_signs_and_words() -> None:
    view = shown(GRAY, Tile(8, 8, bytes(64), "two", "two", True))
    drawn = seen(view, (60, 12))
    assert "✗ one, is seven" in drawn
    assert "✓ two" in drawn
    assert "x one, is seven" in seen(view, (60, 14), "ascii")


def test_without_shades_the_light_pixels_have_the_heavy_characters() -> None:
    view = shown(Tile(4, 1, bytes([0, 80, 160, 255])))
    assert seen(view, (8, 2), "ascii").split("\n")[0] == "  --**@@"


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


@pytest.mark.parametrize("marks", EVERY)
@pytest.mark.parametrize("width", [44, 60, 80])
def test_a_cell_is_as_narrow_as_a_character_where_else_some_would_not_be_seen(marks: Marks, width: int) -> None:
    bits = weighed([0.1 * (place % 7) for place in range(3 * 32)], ["float32", "bfloat16", "float16"], [""] * 32)
    drawn, cells = placed_matrix(bits, Size(width, 9), marks, shades=True, marked=(31, 2))
    assert cells is not None
    assert cells.columns == 32
    assert "more" not in drawn.text()
    assert drawn.text().count(">") == 1


@pytest.mark.parametrize("marks", EVERY)
@pytest.mark.parametrize("shades", [True, False])
def test_what_of_a_matrix_is_not_seen_is_counted_before_a_legend_is_drawn(marks: Marks, shades: bool) -> None:
    names = list(map(str, range(32)))
    view = weighed([math.cos(place % 32 - place // 32) for place in range(32 * 32)], names, names)
    for width in range(30, 60, 4):
        for height in (5, 8, 9, 10, 15):
            drawn = draw(view, Size(width, height), marks=marks, shades=shades).text()
            assert "rows more" in drawn, (width, height)


# --------------------------------------------------------------------------------------------- times and measurements


def test_bars_lie_where_their_time_is() -> None:
    row = seen(busy([(0, "", [2.5], [5])], 10), (45, 6), "ascii").split("\n")[0]
    filled = [column for column, char in enumerate(row) if char == "#"]
    area = range(2, 45)
    assert filled[0] - area.start == pytest.approx(len(area) * 0.25, abs=1)
    assert filled[-1] - area.start == pytest.approx(len(area) * 0.5, abs=1)


def test_a_moment_too_short_for_a_cell_is_seen() -> None:
    drawn = seen(busy([(0, "", [5.0], [5.0])], 10), (60, 6))
    assert "▏" in drawn


def test_kinds_are_told_apart_by_their_fill() -> None:
    view = busy([(0, "read", [0], [4]), (0, "decode", [5], [9])], 9)
    first, *_, legend = seen(view, (60, 5), "ascii").split("\n")
    assert "#" in first
    assert "=" in first
    assert "## read" in legend
    assert "== decode" in legend


@pytest.mark.parametrize(("seconds", "unit"), [(5, "s"), (0.4, "ms"), (3e-5, "µs")])
def test_the_axis_names_a_unit_that_suits(seconds: float, unit: str) -> None:
    axis = seen(busy([(0, "", [0], [seconds])], seconds), (60, 5)).split("\n")
    assert any(f" {unit}" in row for row in axis)


def test_all_that_a_timeline_has_are_named_below_it_or_it_is_said_how_many_are_not() -> None:
    kinds = [f"forward {k}" for k in range(4)] + [f"back {k}" for k in range(4)]
    view = busy([(0, kind, [place], [place + 1]) for place, kind in enumerate(kinds)], 8)
    drawn = seen(view, (79, 9))
    assert all(kind in drawn for kind in kinds)
    (last,) = seen(view, (79, 4)).split("\n")[-1:]
    named = [kind for kind in kinds if kind in last]
    assert named == kinds[: len(named)]
    assert f"{len(kinds) - len(named)} more" in last
    assert "two at a time" in drawn


def test_two_at_a_time_are_marked_on_the_axis() -> None:
    view = replace(busy([(0, "", [0], [6]), (1, "", [4], [10])], 10), overlap=0.2)
    drawn = seen(view, (64, 8))
    assert "two at a time 20 %" in drawn
    axis = next(row for row in drawn.split("\n") if "─" in row)
    assert axis.count("━") == pytest.approx(0.2 * 62, abs=2)


@pytest.mark.parametrize(
    ("sizes", "named"),
    [
        ([0.0625 * 4**k for k in range(9)], ["0.0625", "0.25", "4096"]),
        ([1e-5, 1e-4, 1e-3], ["1e-5", "0.0001", "0.001"]),
        ([4.0**k for k in range(11)], ["1", "4", "1048576"]),
        ([4.0**k for k in range(19)], ["10⁰", "10⁴", "10⁸"]),
        ([2.0**k / 3 for k in range(-36, 24)], ["10⁻⁹", "10⁻³", "10³"]),
    ],
)
def test_sizes_that_somebody_chose_stand_on_the_axis_and_powers_of_ten_below_others(
    sizes: Sequence[float], named: Sequence[str]
) -> None:
    axis = seen(compared(series("mse", sizes, sizes)), (90, 12)).split("\n")[-2].split()
    assert set(named) <= set(axis)


def test_a_crossing_is_marked_and_said() -> None:
    drawn = text("comparison")
    assert "✕ torch rises above loop from n ≈ 20 on" in drawn
    assert "✕" in "\n".join(drawn.split("\n")[:-1])
    assert "● loop" in drawn


def test_a_series_of_many_measurements_is_a_line_with_its_sign_at_the_end() -> None:
    x, y = [float(place) for place in range(1, 62)], [place**2 / 9 for place in range(1, 62)]
    drawn = seen(compared(series("mse", x, y), log=False), (70, 14))
    assert drawn.count("●") == 2  # where it ends, and before its name
    assert seen(compared(series("mse", x[:25], y[:25]), log=False), (70, 14)).count("●") > 10


def test_lines_of_many_measurements_are_told_apart_without_names_and_colors() -> None:
    places = [float(place) for place in range(1, 62)]
    lines = [series(name, places, [slope * place for place in places]) for name, slope in (("a", 1), ("b", 2))]
    drawn = seen(compared(*lines, log=False), (34, 14))
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


def test_bytes_stand_beside_counts_where_there_is_room_for_both() -> None:
    in_blocks, in_a_list = text("network", (100, 14)), seen(passed(*LAYERS[:1] * 15), (100, 14))
    assert "48 · 192 B ─╮" in in_blocks
    assert "48 192 B" in in_a_list
    for drawn in (in_blocks, in_a_list):
        assert "9 parameters, 36 B, and 12 B of buffers" in drawn
    narrow = seen(passed(*LAYERS[:2]), (40, 14))
    assert " 48 ─╮" in narrow
    assert "192 B" not in narrow


def test_layers_that_the_pass_has_not_reached_have_no_values() -> None:
    drawn = seen(passed(*LAYERS), (100, 14), page=1)
    assert "0.1 ± 0.5" in drawn
    assert "3 of 16 dead" not in drawn


def test_of_a_long_network_the_layers_around_the_one_reached_are_drawn() -> None:
    drawn = seen(
        passed(*(Layer(str(k), "Linear", "", "(1,)", "(1,)", 0, None, None) for k in range(50))), (80, 12), page=31
    )
    assert "25 layers above" in drawn
    assert "> 30" in drawn.replace(">30", "> 30")
    assert "15 layers more below" in drawn


def test_what_is_wrong_is_seen_in_forty_columns() -> None:
    assert "3 of 16 dead" in seen(passed(*LAYERS[:2]), (40, 6))
    assert "3 of 16 dead" in seen(passed(*LAYERS[:2]), (40, 14))


@pytest.mark.parametrize("width", [40, 46, 70, 84])
def test_where_words_about_a_layer_are_cut_a_sign_says_so(width: int) -> None:
    problem, settings = (
        "19 of 64 units dead: 0 for all 1,197 examples of the batch, " * 2,
        "64 → 1000, bias=False, " * 3,
    )
    layer = Layer("out", "Linear", settings, "(1197, 64)", "(1197, 1000)", 4160, None, None)
    dead = Layer("act", "ReLU", "", "(1197, 64)", "(1197, 64)", 0, None, None, problem)
    for height in (12, 4):  # blocks, and a row for each layer
        lines = seen(passed(layer, dead), (width, height)).splitlines()
        assert any("19 of" in line and line.rstrip("│ ").endswith("…") for line in lines)
        if height == 12:
            assert any("64 → 1" in line and "…" in line for line in lines)


# ------------------------------------------------------------------------------------------- points around a curve


def dots_in(drawing: Drawing) -> int:
    """How many braille dots are drawn."""
    return sum((ord(char) - 0x2800).bit_count() for char in drawing.text() if 0x2800 <= ord(char) < 0x2900)


def spread_out(count: int) -> Measured:
    """Points none of which lies in one dot with another, on 4 rows of dots."""
    return measured([place / count for place in range(count)], [place % 4 for place in range(count)], 0.5)


def regression(x: Sequence[float], y: Sequence[float], *sets: Measured, size: tuple[int, int] = (70, 6)) -> Drawing:
    return draw(fitted(x, y, *sets), Size(*size), "braille", shades=True)


def test_of_many_points_none_is_hidden_by_another_or_by_the_curve() -> None:
    without = regression([], [], spread_out(60))
    assert dots_in(without) == 60
    across = [0.0, 1.0]
    curve = dots_in(regression(across, [1.5, 1.5], measured([0, 1], [0, 3], 0.0)))
    both = dots_in(regression(across, [1.5, 1.5], spread_out(60)))
    assert both == 60 + curve


def test_of_many_points_those_held_out_have_another_shape_and_color() -> None:
    high = measured([place / 40 for place in range(40)], [3.0] * 40, 0.5)
    drawing = regression([], [], spread_out(60), high, size=(90, 12))
    assert "⠂ training" in drawing.text()
    assert "⠔ held out" in drawing.text()
    inks = {span.ink for row in drawing.rows[1:] for span in row if any("⠀" < char <= "⣿" for char in span.text)}
    assert inks == {"data", "line3"}
    assert dots_in(drawing) > 60 + 40


def test_few_points_are_signs_and_stand_on_the_curve() -> None:
    sample = measured([0, 1, 2], [0, 1, 2], 0.0)
    drawn = regression([0, 2], [0, 2], sample, size=(70, 16)).text().split("\n", 1)[1]
    assert drawn.count("●") == 3


def test_a_size_is_written_as_the_whole_number_that_it_is() -> None:
    sizes = [2.0**n for n in (4, 8, 14)]
    drawn = seen(compared(series("copy", sizes, [1.0, 2.0, 3.0])), (70, 14))
    assert {"16", "256", "16384"} <= set(drawn.split())
    assert "e4" not in drawn
