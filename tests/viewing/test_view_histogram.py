"""Histograms: what is counted, against NumPy and plain counting; what is said of it, at every size."""

from __future__ import annotations

import math
import random
import warnings

import numpy
import pytest
import torch

from tutor import live
from tutor.charts.drawing import Marks, Size
from tutor.kernel.protocol.events import Shown
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.views.histogram.data import HistogramView
from tutor.views.histogram.make import RANGES, TENSORS, histogram
from tutor.views.registry import draw, pages, title, words
from tutor.views.tensor.make import SAMPLE, WHOLE

WAVE = torch.sin(torch.arange(1000.0) * 1.7)
ODD = {
    "bool": torch.tensor([True, False, True]),
    "dice": torch.arange(60) % 6 + 1,
    "none": torch.zeros(0, 3),
    "one": torch.tensor(3),
    "constant": torch.full((5,), 0.3),
    "zeros": torch.zeros(7),
    "not a number": torch.full((3,), math.nan),
    "some of each": torch.tensor([math.nan, math.inf, math.inf, -math.inf, 0.5, 1.0]),
    "huge": torch.tensor([1e308, -1e308, 1e-308], dtype=torch.float64),
    "close": torch.tensor([1.0, 1.0 + 2**-40], dtype=torch.float64),
    "complex": torch.tensor([3 + 4j, 0.6 - 0.8j]),
    "half": torch.tensor([0.1, 60_000], dtype=torch.float16),
    "small floats": torch.tensor([0.5, 2.0]).to(torch.float8_e4m3fn),
    "bytes": torch.arange(256, dtype=torch.uint8),
    "array": numpy.linspace(0, 1, 11),
    "list": [1, 2, 2.5],
    "learned": torch.ones(3, requires_grad=True) * 2.5,
    "sparse": torch.eye(4).to_sparse(),
    "[/red]\x1b[31m\u202e日本": WAVE,
}


def drawn(view: HistogramView, size: tuple[int, int], marks: Marks = "braille", page: int = 0) -> str:
    return draw(view, Size(*size), marks, shades=False, page=page).text()


def test_every_value_is_counted_in_its_range() -> None:
    (spread,) = (view := histogram(WAVE)).spreads
    expected, _ = numpy.histogram(WAVE.double().numpy(), bins=RANGES, range=(view.low, view.high))
    assert sum(spread.counts) == 1000
    assert numpy.abs(numpy.array(spread.counts) - expected).sum() <= 2  # one that lies on an edge, but for rounding
    assert (view.low, view.high) == (WAVE.min().item(), WAVE.max().item())


def test_whole_numbers_of_a_small_range_are_counted_one_by_one() -> None:
    view = histogram({"dice": torch.tensor([1, 6, 6, 3]), "float": torch.tensor([2.0, 3.0])})
    assert (view.whole, view.low, view.high) == (True, 0.5, 6.5)
    assert [spread.counts for spread in view.spreads] == [(1, 0, 1, 0, 0, 2), (0, 1, 1, 0, 0, 0)]
    assert not histogram({"dice": torch.tensor([1, 6]), "rest": torch.tensor(0.5)}).whole


def test_several_share_one_axis() -> None:
    view = histogram({"narrow": WAVE, "wide": 10 * WAVE, "none": torch.zeros(0)})
    narrow, wide, none = (spread.counts for spread in view.spreads)
    assert sum(narrow[: RANGES * 2 // 5]) == sum(narrow[-RANGES * 2 // 5 :]) == 0
    assert wide[0] > 0 < wide[-1]
    assert none == ()
    rows = drawn(view, (80, 24)).split("\n")
    assert sum("┬" in row for row in rows) == 1
    assert [pages(view), title("x", view, 0), title("x", view, 2)] == [4, "x · 1/4", "x · wide · 3/4"]


def test_nan_and_infinities_lie_in_no_range_and_are_said() -> None:
    (spread,) = (view := histogram(ODD["some of each"])).spreads
    assert sum(spread.counts) == 2
    for size in ((80, 24), (24, 6)):
        assert "1 NaN, 2 +inf, 1 -inf" in drawn(view, size)
    assert "no finite values" in drawn(histogram(ODD["not a number"]), (60, 8))
    assert "no values" in drawn(histogram(ODD["none"]), (60, 8))


def test_of_a_very_large_tensor_a_sample_is_counted_and_that_is_said() -> None:
    large = (torch.arange(WHOLE * 3 // 2) % 3).float()
    (spread,) = (view := histogram(large)).spreads
    assert sum(spread.counts) == SAMPLE
    assert max(spread.counts) - min(spread.counts) < 0.01 * SAMPLE
    assert f"{SAMPLE:,} of {WHOLE * 3 // 2:,} values looked at" in drawn(view, (80, 10))
    assert f"{SAMPLE:,} of {WHOLE * 3 // 2:,} values looked at" in words(view)


def test_bars_stand_where_the_axis_says() -> None:
    view = histogram({"": torch.tensor([0.0] * 3 + [2.5] * 9 + [10.0])})
    for width in (40, 70, 100, 131):
        *bars, line, labels = drawn(view, (width, 8)).split("\n")[1:]
        tall = [column for column in range(7, len(bars[0])) if bars[0][column] != " "]
        (zero, ten) = labels.index("0"), labels.rindex("10")
        assert tall[0] - zero == pytest.approx((ten - zero) / 4, abs=2)
        assert line.startswith("      └")
        assert "9┤" in bars[0]


def test_a_single_value_among_many_is_seen() -> None:
    view = histogram(torch.cat([torch.zeros(100_000), torch.tensor([7.5])]))
    lowest: dict[Marks, str] = {"braille": "▁", "block": "▁", "ascii": "."}
    for marks, sign in lowest.items():
        assert drawn(view, (70, 8), marks).split("\n")[5].rstrip().endswith(sign)


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (12, 2), (12, 4), (20, 6), (40, 12), (80, 24), (120, 40)])
def test_anything_fills_its_panel(size: tuple[int, int], marks: Marks) -> None:
    dice = random.Random(0)
    views = [histogram(value) for value in ODD.values()]
    views += [histogram(dict(dice.sample(list(ODD.items()), count))) for count in (2, 3, len(ODD))]
    for view in views:
        for page in range(pages(view)):
            drawing = draw(view, Size(*size), marks, shades=True, page=page)
            assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
            assert marks != "ascii" or drawing.text().isascii()
            assert "\x1b" not in drawing.text()


def test_what_finds_no_room_is_counted() -> None:
    view = histogram({str(k): WAVE * k for k in range(TENSORS + 3)})
    assert len(view.spreads) == TENSORS
    assert "3 more find no room" in drawn(view, (80, 40))
    assert f"{TENSORS + 3 - 6} more find no room" in drawn(view, (80, 9))
    assert "find no room" not in drawn(view, (80, 9), page=2)


def test_where_not_all_have_room_each_has_one_row_behind_its_name_over_the_same_axis() -> None:
    layers = {f"layer {k}": WAVE / k for k in (1, 2, 5, 10)} | {"none": torch.zeros(0), "a name that is long": WAVE}
    lines = drawn(histogram(layers), (60, 8)).split("\n")
    assert [line[:8].strip() for line in lines[:6]] == ["layer 1", "layer 2", "layer 5", "layer 10", "none", "a name t"]
    bars = [line[13:].rstrip() for line in lines[:4]]
    assert len(bars[0].strip()) > len(bars[1].strip()) > len(bars[2].strip()) > len(bars[3].strip()) > 0
    assert not lines[4][13:].strip()
    assert "└" in lines[6]
    assert "mean" in drawn(histogram(layers), (60, 30))


def test_nothing_is_changed_and_nothing_is_warned_of() -> None:
    state = torch.get_rng_state()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for value in ODD.values():
            histogram(value)
    assert [warning for warning in caught if "prototype" not in str(warning.message)] == []
    assert torch.equal(state, torch.get_rng_state())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a word", "histogram: this is a str"),
        ({"a": torch.ones(2), "b": ["a word"]}, "histogram of b: this is a list"),
        ({}, "there is nothing in this mapping"),
        (torch.ones(2, device="meta"), "a shape and no numbers"),
    ],
)
def test_what_has_no_numbers_is_named(value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        histogram(value)


def test_it_travels_and_a_script_that_runs_alone_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    view = histogram({"a": WAVE, "b": ODD["some of each"]})
    shown = Shown(1, 1, 1, "h", view)
    assert decode_from_kernel(encode(shown)[4:]) == shown
    live.histogram({"weights": torch.tensor([1, 2, 2])}, name="counted")
    said = capsys.readouterr().out
    assert said.startswith("counted\nweights  mean 1.67")
    assert said.isascii()


def test_in_a_loop_of_steps_it_is_not_made_at_every_step_and_the_last_one_is_seen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for step in live.steps(50):
        live.histogram(torch.full((4,), step), name="filling")
    said = capsys.readouterr().out
    assert said.count("filling") == 1
    assert "mean 49" in said
