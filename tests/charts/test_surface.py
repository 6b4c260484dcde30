import math
from collections.abc import Callable
from typing import Any

import pytest

from tutor.charts.cell_grid import Area
from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.base import Path
from tutor.views.packing import pack
from tutor.views.surface.contours import choose_levels, contours, value_at
from tutor.views.surface.data import Grid
from tutor.views.surface.draw import SurfaceFrame, surface

SIZES = [(0, 0), (1, 1), (0, 9), (9, 0), (3, 3), (12, 5), (14, 7), (40, 12), (80, 24)]
CURVED, FLAT = 67.17, 0.496
"""The curvatures of the learning-rate problem."""


def valley(w: float, b: float) -> float:
    return 1 + CURVED / 2 * (w - 3 + b / 6.6) ** 2 + FLAT / 2 * b**2


def grid(half: float = 4.0, points: int = 41, function: Callable[[float, float], float] = valley) -> Grid:
    x, y = (3 - half, 3 + half), (-half, half)
    values = [
        function(x[0] + 2 * half * i / (points - 1), y[0] + 2 * half * j / (points - 1))
        for j in range(points)
        for i in range(points)
    ]
    return Grid(x, y, points, points, pack(values))


GRIDS = (grid(4), grid(16), grid(64))


def drawn(*arguments: Any, **options: Any) -> tuple[Drawing, SurfaceFrame]:
    drawing, frame = surface(*arguments, **options)
    assert frame is not None
    return drawing, frame


def whole(drawing: Drawing, size: tuple[int, int], marks: Marks) -> None:
    assert drawing.size == size
    assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
    assert marks != "ascii" or drawing.text().isascii()


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("shades", [True, False])
def test_any_path_is_drawn_at_any_size(marks: Marks, shades: bool) -> None:
    hostile = [0.0, 1e300, -1e300, 2.0, math.inf, math.nan, 3.0]
    paths: list[list[Path]] = [
        [],
        [Path([], [])],
        [Path([3.0], [0.0])],
        [Path(hostile, hostile[::-1]), Path(hostile, hostile, faint=True)],
        [Path([math.nan], [math.nan])],
    ]
    for size in SIZES:
        for chosen in paths:
            drawing, frame = surface(
                Size(*size), GRIDS, chosen, marks=marks, shades=shades, best=(3, 0), cursor=(2, 1), x_name="w"
            )
            whole(drawing, size, marks)
            whole(surface(Size(*size), GRIDS, chosen, marks=marks, previous=frame)[0], size, marks)


@pytest.mark.parametrize(
    "values",
    [
        [math.nan] * 9,
        [1.0] * 9,
        [0.0, math.inf, -math.inf, math.nan, 1e300, -1e300, 1, 2, 3],
        [1e-300 * k for k in range(9)],
        [10.0**k for k in range(-150, 120, 30)],
    ],
)
def test_any_values_have_a_map(values: list[float]) -> None:
    every: tuple[Marks, ...] = ("braille", "block", "ascii")
    for marks in every:
        drawing, frame = surface(Size(50, 14), [Grid((0, 1), (0, 1), 3, 3, pack(values))], [], marks=marks)
        whole(drawing, (50, 14), marks)
        assert frame is not None


def test_a_grid_without_an_area_or_with_missing_values_is_no_surface() -> None:
    for broken in (
        Grid((0, 0), (0, 1), 2, 2, pack([1] * 4)),
        Grid((0, 1), (0, 1), 3, 3, pack([1] * 4)),
        Grid((0, 1), (0, 1), 1, 1, pack([1])),
    ):
        drawing, frame = surface(Size(40, 12), [broken], [])
        assert ("no surface" in drawing.text(), frame) == (True, None)
    assert "no surface" in surface(Size(40, 12), [], [])[0].text()


def test_levels_are_round_and_follow_the_decades() -> None:
    assert choose_levels([1.01 * 1.07**k for k in range(100)]) == [2, 5, 10, 20, 50, 100, 200, 500]
    assert choose_levels([1.01 * 1.025**k for k in range(100)]) == [1.5, 2, 3, 5, 7, 10]
    assert choose_levels([k / 10 for k in range(-10, 11)]) == pytest.approx(
        [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]
    )
    assert choose_levels([1.0] * 9) == []
    assert all(len(choose_levels([10.0**k for k in range(low, low + 40)])) <= 9 for low in (-30, 0, 9))


def test_between_grid_points_a_quadratic_is_exact() -> None:
    coarse = grid(4, 9)
    for w, b in ((3.0, 0.0), (3.1, 0.3), (-0.9, 3.9), (6.77, -3.3)):
        assert value_at(coarse, w, b) == pytest.approx(valley(w, b))
    assert math.isnan(value_at(coarse, 30, 0))


def test_the_valley_is_found_although_it_is_narrower_than_the_grid() -> None:
    """Half the width of the ellipse loss = 2 is 0.17, less than the 0.2 between grid points."""
    layer = contours(GRIDS[0], Area(0, 0, 94, 27), "braille")
    level = layer.levels.index(2)
    xs = [x for x, _ in layer.lines[level]]
    ys = [y for _, y in layer.lines[level]]
    assert len(xs) > 20
    assert (max(ys) - min(ys)) / (27 * 4) == pytest.approx(2 * math.sqrt(2 / FLAT) / 8, rel=0.1)
    assert 0.4 < sum(xs) / len(xs) / (94 * 2) < 0.6


def test_bands_rise_from_the_valley() -> None:
    drawing, frame = drawn(Size(80, 24), GRIDS, [], shades=True)
    row = frame.layer.bands[frame.layer.area.height // 2]
    lowest = row.index(min(row))
    assert list(row[:lowest]) == sorted(row[:lowest], reverse=True)
    assert {span.ground for span in drawing.rows[10] if span.ground} >= {"band0", "band9"}


def test_without_shades_there_are_no_grounds_but_labels() -> None:
    drawing, _ = drawn(Size(80, 24), GRIDS, [], shades=False)
    assert {span.ground for row in drawing.rows for span in row} == {""}
    assert {"10", "100"} <= {span.text for row in drawing.rows for span in row if span.ink == "level"}


def test_start_present_and_best_point_are_marked_where_they_are() -> None:
    drawing, frame = drawn(Size(80, 24), GRIDS, [Path([0.0, 1.0, 2.0], [0.0, 1.0, 2.0])], best=(3.0, 0.0))
    rows = drawing.text().split("\n")
    found = {
        char: frame.point_at(column, row)
        for row, line in enumerate(rows)
        for column, char in enumerate(line)
        if char in "○●✕"
    }
    for char, (x, y) in {"○": (0, 0), "●": (2, 2), "✕": (3, 0)}.items():
        point = found[char]
        assert point is not None
        assert point[0] == pytest.approx(x, abs=0.08)
        assert point[1] == pytest.approx(y, abs=0.25)


def test_the_closest_grid_that_holds_the_path_is_shown() -> None:
    def shown(x: float, previous: SurfaceFrame | None = None) -> SurfaceFrame:
        return drawn(Size(60, 20), GRIDS, [Path([3.0, x], [0.0, 0.0])], previous=previous)[1]

    assert shown(6).grid is GRIDS[0]
    assert shown(12).grid is GRIDS[1]
    assert shown(60).grid is GRIDS[2]
    wide = shown(12)
    assert shown(6.9, wide).grid is GRIDS[1]  # near the edge: the map does not flicker between two
    assert shown(5, wide).grid is GRIDS[0]
    assert shown(6.9, shown(60)).grid is GRIDS[1]


def test_a_path_off_the_widest_map_is_said_with_its_direction() -> None:
    def title(x: float, y: float, marks: Marks = "braille") -> str:
        return drawn(Size(60, 20), GRIDS, [Path([3.0, x], [0.0, y])], marks=marks)[0].text().split("\n")[0]

    assert "→ off the map" in title(1e9, 0)
    assert "← off the map" in title(-1e300, 0)
    assert "↑ off the map" in title(3, 1e9)
    assert "v off the map" in title(3, -1e9, "ascii")
    assert "off the map" in title(math.nan, 0)
    assert "off the map" not in title(4, 1)


def test_the_loss_is_read_out_at_the_cursor() -> None:
    drawing, _ = drawn(Size(60, 20), GRIDS, [], cursor=(3.0, 0.0))
    assert "loss 1" in drawing.text().split("\n")[0]


def test_the_still_layer_is_made_once() -> None:
    first = drawn(Size(60, 20), GRIDS, [Path([3.0], [0.0])])[1]
    second = drawn(Size(60, 20), GRIDS, [Path([3.0, 4.0], [0.0, 1.0])], previous=first)[1]
    other = drawn(Size(61, 20), GRIDS, [Path([3.0, 4.0], [0.0, 1.0])], previous=first)[1]
    assert second.layer is first.layer
    assert other.layer is not first.layer


def test_a_path_of_very_many_points_keeps_its_swings() -> None:
    swings = [3 + (-1) ** k * 2.0 for k in range(20_001)]
    drawing, frame = drawn(Size(80, 24), GRIDS, [Path(swings, [0.0] * 20_001)])
    row = drawing.text().split("\n")[frame.layer.area.row(0.5)]
    ends = [frame.layer.area.column(frame.x.unit(x)) for x in (1.0, 5.0)]
    assert all(char != " " for char in row[ends[0] : ends[1] + 1])


def test_the_sign_of_a_path_is_not_read_as_a_digit_of_a_level() -> None:
    bare, frame = drawn(Size(60, 14), [grid()], title="loss", shades=False)
    row, at = next(
        (row, sum(len(before.text) for before in spans[:place]))
        for row, spans in enumerate(bare.rows)
        for place, span in enumerate(spans)
        if span.ink == "level"
    )
    place = frame.point_at(at - 1, row)
    assert place is not None
    path = Path([place[0]], [place[1]], label="sgd", key="1")
    drawing, _ = drawn(Size(60, 14), [grid()], [path], title="loss", shades=False)
    inks = [span.ink for span in drawing.rows[row] for _ in span.text]
    assert drawing.text().split("\n")[row][at - 1] == "1"
    assert [span.ink for span in bare.rows[row] for _ in span.text][at] == "level"
    assert inks[at] != "level"
