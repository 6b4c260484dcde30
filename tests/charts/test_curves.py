from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tutor.charts import plot as adapter
from tutor.charts.drawing import Drawing, Marks, Size
from tutor.charts.labels import Curve, spread
from tutor.views.curves.draw import CurvesFrame, curves

if TYPE_CHECKING:
    from tests.charts.conftest import Run

SIZES = [(0, 0), (1, 1), (0, 5), (5, 0), (2, 30), (30, 2), (7, 3), (12, 5), (23, 6), (36, 9), (80, 24), (120, 40)]
HOSTILE = {
    "empty": [],
    "one point": [3.0],
    "all equal": [2.0] * 20,
    "nan only": [math.nan] * 20,
    "infinite only": [math.inf, -math.inf] * 10,
    "a nan inside": [3.0, 2.0, math.nan, 1.0, 0.5] * 4,
    "ends in nan": [10.0, 1e10, 1e300, math.inf, math.nan, math.nan],
    "huge both ways": [1e300, -1e300, 1.7e308, -1.7e308],
    "tiny": [1e-300, 5e-324, 1e-310],
    "zero and below": [1.0, 0.0, -1.0, 100.0],
    "zeros": [0.0] * 9,
    "nearly equal": [1e9, 1e9 + 1e-6, 1e9],
}


def assert_whole(drawing: Drawing, size: tuple[int, int], marks: str) -> None:
    assert drawing.size == size
    assert len(drawing.rows) == size[1]
    for row in drawing.rows:
        assert sum(len(span.text) for span in row) == size[0]
    assert marks != "ascii" or drawing.text().isascii()


def drawn(*arguments: Any, **options: Any) -> tuple[Drawing, CurvesFrame]:
    drawing, frame = curves(*arguments, **options)
    assert frame is not None
    return drawing, frame


def column(frame: CurvesFrame, step: float) -> int:
    found = frame.column_of(step)
    assert found is not None
    return found


def inks(drawing: Drawing) -> set[str]:
    return {span.ink for row in drawing.rows for span in row if span.text.strip()}


def assert_drawn_at_any_size(marks: Marks, lines: list[Curve], log: bool | None) -> None:
    for size in SIZES:
        drawing, frame = curves(
            Size(*size), lines, marks=marks, log=log, cursor=2, title="loss", steps_hint=10, previous=None
        )
        assert_whole(drawing, size, marks)
        assert "cannot be drawn" not in drawing.text()
        again, _ = curves(Size(*size), lines, marks=marks, log=log, cursor=2, title="loss", previous=frame)
        assert_whole(again, size, marks)


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("log", [None, True, False])
def test_any_values_are_drawn_at_any_size(marks: Marks, name: str, log: bool | None) -> None:
    values = HOSTILE[name]
    steps = list(range(len(values)))
    lines = [Curve("live", steps, values), Curve("ghost", steps, values[::-1], "line2", faint=True)]
    assert_drawn_at_any_size(marks, lines, log)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_values_are_drawn_with_and_without_those_of_earlier_runs(name: str) -> None:
    values = HOSTILE[name]
    steps = list(range(len(values)))
    assert_drawn_at_any_size("braille", [Curve("live", steps, values)], None)
    assert_drawn_at_any_size("braille", [Curve("ghost", steps, values, "line2", faint=True)], None)


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("log", [None, True, False])
def test_no_lines_are_drawn_at_any_size(marks: Marks, log: bool | None) -> None:
    assert_drawn_at_any_size(marks, [], log)


def test_a_place_without_room_says_so() -> None:
    drawing, frame = curves(Size(9, 2), [Curve("", [0], [1.0])])
    assert frame is not None
    drawing, frame = curves(Size(1, 3), [Curve("", [0], [1.0])])
    assert (drawing.text().strip(), frame) == ("t", None)


def test_no_steps_yet_is_said_in_words() -> None:
    assert "no steps yet" in curves(Size(60, 12), [Curve("", [], [])])[0].text()


def test_a_loss_over_powers_of_ten_gets_a_logarithmic_axis_and_keeps_it() -> None:
    wide = Curve("", [0, 1, 2], [300.0, 30.0, 1.0])
    narrow = Curve("", [0, 1, 2], [300.0, 200.0, 100.0])
    _, first = drawn(Size(60, 16), [narrow])
    _, second = drawn(Size(60, 16), [wide], previous=first)
    _, third = drawn(Size(60, 16), [narrow], previous=second)
    assert [frame.y.log for frame in (first, second, third)] == [False, True, True]
    assert drawn(Size(60, 16), [Curve("", [0, 1], [300.0, -1.0])], previous=third)[1].y.log is False


def test_the_curve_falls_from_the_upper_left_to_the_lower_right() -> None:
    drawing, frame = drawn(Size(60, 16), [Curve("", list(range(50)), [0.8**k for k in range(50)])], steps_hint=50)
    rows = drawing.text().split("\n")
    area = frame.area
    dotted = [
        (column, row)
        for row in range(area.top, area.top + area.height)
        for column, char in enumerate(rows[row][area.left :])
        if "⠀" < char <= "⣿"
    ]
    assert min(dotted) == (0, min(row for _, row in dotted))
    assert max(dotted)[1] == max(row for _, row in dotted)


def test_a_nan_is_drawn_as_a_gap_and_named() -> None:
    values = [1.0 + k / 100 for k in range(100)]
    values[40:60] = [math.nan] * 20
    drawing, frame = drawn(Size(80, 20), [Curve("", list(range(100)), values)], steps_hint=100)
    rows = drawing.text().split("\n")
    middle = column(frame, 50)
    assert all(row[middle : middle + 1].strip() == "" for row in rows[1:18])
    assert "✗ nan at step 40" in rows[0]
    assert rows[1][column(frame, 40)] == "✗"


def test_divergence_is_followed_by_the_axis() -> None:
    values = [300 * 1.5**k for k in range(60)]
    frame: CurvesFrame | None = None
    for count in range(1, 61):
        _, frame = drawn(Size(80, 20), [Curve("", list(range(count)), values[:count])], previous=frame, log=True)
        assert 0 <= frame.y.unit(values[count - 1]) <= 1


def test_a_ghost_far_away_does_not_make_the_live_line_small() -> None:
    live = Curve("live", [0, 1, 2], [3.0, 2.0, 1.0])
    ghost = Curve("ghost", [0, 1, 2], [3.0, 1e100, 1e200], faint=True)
    _, frame = drawn(Size(80, 20), [live, ghost], log=True)
    assert frame.y.high <= 1e5


def test_the_cursor_marks_its_step_on_the_axis_and_on_the_line() -> None:
    line = Curve("", list(range(100)), [100.0 - k for k in range(100)])
    drawing, frame = drawn(Size(80, 20), [line], cursor=62, steps_hint=100)
    rows = drawing.text().split("\n")
    at = column(frame, 62)
    assert rows[18][at] == "▲"
    assert rows[19][at - 1 : at + 1] == "62"
    assert any(row[at : at + 1] == "●" for row in rows)
    assert frame.step_at(at) in (61, 62, 63)
    assert frame.step_at(0) is None


def test_the_axes_do_not_move_while_a_curve_grows() -> None:
    values = [300 * 0.9**k + 1 for k in range(100)]
    frame: CurvesFrame | None = None
    moves = 0
    for count in range(1, 101):
        line = Curve("", list(range(count)), values[:count])
        before = frame
        _, frame = drawn(Size(80, 20), [line], log=True, steps_hint=100, previous=frame)
        moves += before is not None and (before.x, before.y, before.area) != (frame.x, frame.y, frame.area)
    assert moves <= 5


def test_six_rates_are_told_apart_without_color(train: Callable[[float], Run]) -> None:
    rates = [0.0005, 0.001, 0.005, 0.025, 0.028, 0.03]
    lines = [
        Curve(f"{rate:g}", run.steps, run.loss, f"line{index + 1}", key=str(index + 1))
        for index, rate in enumerate(rates)
        for run in [train(rate)]
    ]
    drawing, frame = drawn(Size(90, 26), lines, log=True, steps_hint=100)
    rows = drawing.text().split("\n")
    ends = [row[frame.area.left + frame.area.width :].strip() for row in rows[: frame.area.top + frame.area.height]]
    assert [end for end in ends if end] == ["6 0.03", *(f"{i + 1} {rate:g}" for i, rate in enumerate(rates[:5]))]
    body = "".join(row[frame.area.left : frame.area.left + frame.area.width] for row in rows[: frame.area.height])
    assert [body.count(key) for key in "123456"] == [1] * 6
    assert {"line1", "line2", "line4", "line5", "line6"} <= inks(drawing)


def test_three_lines_without_keys_are_numbered_and_two_are_not() -> None:
    lines = [Curve(name, list(range(50)), [float(height)] * 50) for height, name in enumerate("abc", start=1)]
    assert {"1 a", "2 b", "3 c"} <= {span.text.strip() for row in drawn(Size(80, 20), lines)[0].rows for span in row}
    assert {"a", "b"} <= {span.text.strip() for row in drawn(Size(80, 20), lines[:2])[0].rows for span in row}


def test_keys_stay_where_they_are_while_nothing_comes_near() -> None:
    lines = [Curve(key, list(range(80)), [height] * 80, key=key) for key, height in (("1", 1.0), ("2", 2.0))]
    shorter = [Curve(line.label, line.steps[:60], line.values[:60], key=line.key) for line in lines]
    _, first = drawn(Size(80, 20), shorter, steps_hint=100)
    _, second = drawn(Size(80, 20), lines, steps_hint=100, previous=first)
    assert first.key_columns == second.key_columns


def test_a_ghost_is_dotted_and_behind() -> None:
    flat = [1.0] * 100
    steps = list(range(100))
    alone, _ = drawn(Size(60, 12), [Curve("g", steps, flat, faint=True)], steps_hint=100)
    assert "ghost" in inks(alone)
    both, _ = drawn(Size(60, 12), [Curve("g", steps, flat, faint=True), Curve("l", steps, flat)], steps_hint=100)
    assert not any(span.ink == "ghost" and span.text.strip() not in ("", "g") for row in both.rows for span in row)


def test_markup_and_wide_characters_in_a_label_keep_the_rows_whole() -> None:
    lines = [Curve("[/red]漢字\x00\u0301", [0, 1], [1.0, 2.0]), Curve("b", [0, 1], [2.0, 1.0])]
    drawing, _ = drawn(Size(60, 12), lines, title="[bold]loss\x1b[31m")
    assert_whole(drawing, (60, 12), "braille")
    assert "[/red]??" in drawing.text()
    assert "\x1b" not in drawing.text()


def test_an_ascii_terminal_gets_ascii_whatever_the_labels_are() -> None:
    lines = [Curve(name, [0, 1, 2], [1.0, math.nan, 2.0]) for name in ("λmax", "∂w")]
    drawing, _ = drawn(Size(70, 14), lines, marks="ascii", title="loss, η")
    assert_whole(drawing, (70, 14), "ascii")


def test_more_points_than_columns_keep_their_extremes() -> None:
    values = [1.0] * 10_000
    values[5_000] = 100.0
    drawing, frame = drawn(Size(80, 20), [Curve("", range(10_000), values)], log=True)
    at = column(frame, 5_000)
    top = [row[at - 1 : at + 2].strip() for row in drawing.text().split("\n")[:6]]
    assert any(top)


def test_a_noisy_curve_is_drawn_whole_and_by_the_same_marks() -> None:
    rng = random.Random(0)
    values = [rng.random() for _ in range(20_000)]
    for marks in ("braille", "block", "ascii"):
        drawing, frame = drawn(Size(100, 30), [Curve("", range(20_000), values)], marks=marks)
        assert_whole(drawing, (100, 30), marks)
        body = [row[frame.area.left :] for row in drawing.text().split("\n")]
        middle = body[frame.area.row(frame.y.unit(0.5))]
        assert len(middle.replace(" ", "")) >= frame.area.width * 0.95


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
def test_a_line_lies_in_the_same_cells_whoever_sets_its_dots(marks: Marks, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [index / 199 for index in range(200)]
    line = adapter.Points(places, [0.5 + 0.45 * math.sin(6 * place) for place in places], "line1")
    found = []
    for most in (math.inf, 0):
        monkeypatch.setattr(adapter, "MANY", most)
        rows = adapter.plot(Size(60, 12), [line], marks).text().split("\n")
        found.append({(column, row) for row, text in enumerate(rows) for column, char in enumerate(text) if char > " "})
    by_plotext, by_canvas = found
    assert by_plotext <= by_canvas
    assert len(by_canvas - by_plotext) <= len(by_plotext) // 15  # where it crosses from one cell to the next


def test_a_failure_of_plotext_is_said_on_the_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("from within")

    monkeypatch.setattr(adapter, "_build", broken)
    drawing, frame = drawn(Size(60, 12), [Curve("", [0, 1], [1.0, 2.0])])
    assert "cannot be drawn (RuntimeError)" in drawing.text()
    assert frame is not None


def test_an_answer_of_another_form_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "_build", lambda *_: "short\n")
    drawing, _ = drawn(Size(60, 12), [Curve("", [0, 1], [1.0, 2.0])])
    assert "cannot be drawn (ValueError)" in drawing.text()


def test_labels_spread_over_rows_of_their_own() -> None:
    assert spread([3, 3, 3, 9], 0, 10) == [2, 3, 4, 9]
    assert spread([0, 0, 0], 0, 10) == [0, 1, 2]
    assert spread([9, 9, 9], 0, 10) == [7, 8, 9]
    assert spread([5, 5, 5, 5, 5], 4, 7) == [4, 5, 6]
    rng = random.Random(1)
    for _ in range(200):
        height = rng.randint(1, 12)
        wanted = sorted(rng.randrange(height) for _ in range(rng.randint(0, 14)))
        rows = spread(wanted, 0, height)
        assert rows == sorted(set(rows))
        assert all(0 <= row < height for row in rows)
        assert len(rows) == min(len(wanted), height)


@pytest.mark.parametrize("values", [[-0.8861, -0.8855], [0.6640, 0.6646], [0.001, 0.00105, 0.0012], [5.0, 5.0]])
def test_labels_of_a_narrow_range_are_whole_and_differ(values: list[float]) -> None:
    drawing, frame = curves(Size(50, 12), [Curve("", list(range(len(values))), values)])
    assert frame is not None
    labels = ["".join(span.text for span in row if span.ink == "tick").strip() for row in drawing.rows[:-1]]
    said = [label for label in labels if label]
    assert len(said) > 1
    assert len(set(said)) == len(said)
    every = {tick.label for tick in frame.y.ticks(max(2, (frame.area.height + 1) // 3))}
    assert set(said) <= every  # none is cut
