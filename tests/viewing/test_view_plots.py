"""Pictures, matrices, timelines and comparisons: the data against torch and against plain counting."""

from __future__ import annotations

import math
import sys

import pytest
import torch
from torch import nn

from tutor.charts.drawing import Marks, Placed, Size
from tutor.kernel.protocol.events import Shown
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.picture_ways import PICTURES_VARIABLE
from tutor.views.comparison.make import comparison, crossings
from tutor.views.matrix.make import SIDE, attention, confusion
from tutor.views.packing import unpack
from tutor.views.pictures.draw import draw_pictures
from tutor.views.pictures.make import ALONE, TILES, WHOLE, feature_maps, kernels, pictures
from tutor.views.registry import draw, words
from tutor.views.timeline.make import SPANS, timeline, union

# ---------------------------------------------------------------------------------------------------------- pictures


def test_pixels_are_bytes_of_the_scale() -> None:
    view = pictures(torch.tensor([[0.0, 0.5], [1.0, 0.25]]))
    assert (view.low, view.high, view.signed, view.channels) == (0, 1, False, 1)
    assert list(view.tiles[0].values) == [0, 128, 255, 64]


def test_signed_values_have_zero_in_the_middle() -> None:
    view = pictures(torch.tensor([[-1.0, 0.0, 0.5]]))
    assert (view.low, view.high, view.signed) == (-1, 1, True)
    assert list(view.tiles[0].values) == [0, 128, 191]


@pytest.mark.parametrize(
    ("shape", "tiles", "channels"),
    [
        ((4, 6), 1, 1),
        ((1, 4, 6), 1, 1),
        ((3, 4, 6), 1, 3),
        ((5, 4, 6), 5, 1),
        ((2, 1, 4, 6), 2, 1),
        ((2, 3, 4, 6), 2, 3),
        ((2, 5, 4, 6), 10, 1),
    ],
)
def test_every_shape_of_images_is_taken_apart(shape: tuple[int, ...], tiles: int, channels: int) -> None:
    view = pictures(torch.rand(shape))
    assert (len(view.tiles), view.channels) == (tiles, channels)
    assert all(len(tile.values) == 4 * 6 * channels for tile in view.tiles)


def test_three_signed_channels_are_no_colors() -> None:
    assert pictures(torch.randn(2, 3, 4, 4)).channels == 1


def test_colors_keep_their_order() -> None:
    image = torch.zeros(3, 1, 2)
    image[0, 0, 0] = image[2, 0, 1] = 1  # red, then blue
    assert list(pictures(image).tiles[0].values) == [255, 0, 0, 0, 0, 255]


def test_predictions_are_right_or_wrong_in_words() -> None:
    view = pictures(torch.rand(3, 4, 4), [0, 1, 1], torch.tensor([0, 0, 1]), names=["cat", "dog"])
    assert [(tile.label, tile.predicted, tile.right) for tile in view.tiles] == [
        ("cat", "cat", True),
        ("dog", "cat", False),
        ("dog", "dog", True),
    ]
    assert "2 of 3 predicted right" in words(view)


def test_too_many_and_too_large_is_said() -> None:
    view = pictures(torch.rand(TILES + 7, 200, 100))
    assert len(view.tiles) == TILES
    assert view.note == "7 more are not here, 200×100 made 64×32"
    assert pictures(torch.rand(4 * ALONE, 10)).tiles[0].height == ALONE


def test_to_a_screen_that_may_show_all_pixels_more_of_a_picture_that_is_alone_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for chosen, side in (("blocks", ALONE), ("auto", WHOLE), ("sixel", WHOLE)):
        monkeypatch.setenv(PICTURES_VARIABLE, chosen)
        assert pictures(torch.rand(4 * WHOLE, 10)).tiles[0].height == side
        assert {tile.height for tile in pictures(torch.rand(2, 4 * WHOLE, 10)).tiles} == {SIDE}


def test_what_cells_show_less_of_goes_with_the_drawing_and_nothing_else_does() -> None:
    def drawn(images: torch.Tensor, size: Size, marks: Marks = "braille", *, shades: bool = True) -> list[Placed]:
        return list(draw_pictures(pictures(images), size, marks, shades, 0).pictures)

    image = torch.rand(3, 60, 100)
    (placed,) = drawn(image, Size(40, 20))
    assert (placed.column, placed.row, tuple(placed.size)) == (0, 0, (40, 12))
    assert (placed.width, placed.height, placed.channels) == (100, 60, 3)
    assert placed.values == pictures(image).tiles[0].values
    assert [one.channels for one in drawn(image[0], Size(40, 20))] == [1]
    assert drawn(image, Size(100, 40)) == drawn(image - 0.5, Size(40, 20)) == []
    assert drawn(image, Size(40, 20), shades=False) == []


def test_a_picture_of_very_many_pixels_is_made_smaller_as_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed: pip install '.[open]'")
    monkeypatch.setattr("tutor.views.pictures.make.ALONE", 320)
    view = pictures(torch.arange(1, 17).reshape(4, 4).kron(torch.ones(80, 80)) / 17)
    size = Size(40, 20)
    quick = draw_pictures(view, size, "braille", True, 0)
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert draw_pictures(view, size, "braille", True, 0) == quick
    assert len(set(quick.rows)) > 2


def test_a_smaller_picture_is_made_of_means() -> None:
    image = torch.arange(320.0 * 2).reshape(320, 2) / 640
    tile = pictures(image).tiles[0]
    assert tile.values[0] == round(float(image[:2].mean()) * 255)


def test_what_is_no_number_is_dark_and_infinity_bright() -> None:
    assert list(pictures(torch.tensor([[math.nan, math.inf, 1.0, 0.0]])).tiles[0].values) == [0, 255, 255, 0]
    assert len(pictures(torch.full((2, 2), math.nan)).tiles) == 1


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        pictures(torch.rand(3))
    with pytest.raises(ValueError, match=r"shape \(0, 4\)"):
        pictures(torch.rand(0, 4))


def test_kernels_are_named_by_their_channels() -> None:
    layer = nn.Conv2d(2, 3, 5)
    view = kernels(layer)
    assert [tile.label for tile in view.tiles] == ["0←0", "0←1", "1←0", "1←1", "2←0", "2←1"]
    most = layer.weight.abs().max().item()
    wanted = ((layer.weight[1, 0] + most) / (2 * most) * 255).round().to(torch.uint8).flatten().tolist()
    assert list(view.tiles[2].values) == wanted
    with pytest.raises(TypeError, match="a Linear has no kernels"):
        kernels(nn.Linear(2, 2))


def test_feature_maps_are_the_layers_output() -> None:
    layer = nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU())
    image = torch.rand(1, 8, 8)
    view = feature_maps(layer, image)
    output = layer(image[None])[0]
    assert [(tile.width, tile.height) for tile in view.tiles] == [(6, 6)] * 3
    wanted = (output[1] / view.high * 255).round().clamp(0, 255).flatten().tolist()
    assert list(view.tiles[1].values) == pytest.approx(wanted, abs=1)


# ---------------------------------------------------------------------------------------------------------- matrices


def test_a_confusion_matrix_counts() -> None:
    torch.manual_seed(0)
    truth, given = torch.randint(0, 4, (200,)), torch.randint(0, 4, (200,))
    view = confusion(truth, given, ["a", "b"])
    counts = unpack(view.pages[0])
    pairs = list(zip(truth.tolist(), given.tolist(), strict=True))
    assert list(counts) == [pairs.count((t, p)) for t in range(4) for p in range(4)]
    assert view.rows == ("a", "b", "2", "3")
    assert view.note.startswith(f"{int((truth == given).sum())} of 200 right")


def test_classes_that_find_no_place_are_named() -> None:
    view = confusion(torch.arange(100), torch.arange(100))
    assert len(view.rows) == SIDE
    assert "classes 64 to 99 are not here" in view.note
    assert sum(unpack(view.pages[0])) == SIDE


def test_labels_that_do_not_pair_up_are_refused() -> None:
    with pytest.raises(ValueError, match="3 true labels and 2 predicted"):
        confusion([0, 1, 2], [0, 1])
    with pytest.raises(ValueError, match="argmax"):
        confusion(torch.zeros(3), torch.zeros(3, 10))


def test_attention_has_a_page_a_head() -> None:
    weights = torch.softmax(torch.randn(1, 3, 4, 5), dim=-1)
    view = attention(weights, list("abcd"), list("vwxyz"))
    assert (len(view.pages), view.rows, view.columns) == (3, tuple("abcd"), tuple("vwxyz"))
    assert list(unpack(view.pages[2])) == pytest.approx(weights[0, 2].flatten().tolist())
    assert "is here" in attention(torch.rand(100, 100)).note


# ---------------------------------------------------------------------------------------------------------- timeline


def test_shares_of_time_are_exact() -> None:
    view = timeline([("load", 10, 14), ("compute", 12, 18, "matmul"), ("load", 13, 16), ("compute", 19, 20)])
    assert view.seconds == 10
    assert view.busy == pytest.approx((0.6, 0.7))  # 10–16; 12–18 and 19–20
    assert view.overlap == pytest.approx(0.4)  # 12–16
    assert [(bars.row, bars.kind) for bars in view.bars] == [(0, ""), (1, "matmul"), (1, "")]
    assert list(unpack(view.bars[1].starts)) == [2]


def test_union_joins_what_touches() -> None:
    assert union([(3, 4), (0, 1), (1, 2), (3.5, 3.6)]) == [(0, 2), (3, 4)]
    assert union([(0, 1), (1.5, 2)], gap=0.5) == [(0, 2)]


def test_a_million_spans_are_bounded_and_said() -> None:
    view = timeline([("a", index, index + 0.5) for index in range(20_000)])
    assert sum(len(bars.starts) // 8 for bars in view.bars) <= SPANS
    assert view.note == "20,000 spans, close ones joined"
    assert view.busy[0] == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize("span", [("a", 2, 1), ("a", 0, math.nan), ("a", 1)])
def test_spans_that_are_none_are_refused(span: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="timeline"):
        timeline([span])


# -------------------------------------------------------------------------------------------------------- comparison


def test_the_crossing_is_where_the_lines_cross_on_the_axes_drawn() -> None:
    slow, fast = [(x, 3.0 * x) for x in (1, 10, 1000)], [(x, 0.02 * x * x) for x in (1, 10, 100, 1000)]
    (x, y, passed), *more = crossings(slow, fast, True, True)
    assert not more
    assert (x, y) == pytest.approx((150, 450))
    assert passed


def test_lines_that_only_touch_or_never_meet_do_not_cross() -> None:
    assert list(crossings([(0, 0), (2, 2)], [(0, 1), (1, 1), (2, 4)], False, False)) == []
    assert list(crossings([(0, 0), (1, 0)], [(2, 1), (3, -1)], False, False)) == []
    level = [(0, 0), (1, 0), (2, 0)]
    assert [x for x, _, _ in crossings(level, [(0, -1), (1, 0), (2, 1)], False, False)] == [1]


def test_points_without_a_place_are_counted() -> None:
    view = comparison("n", "s", {"a": [(0, 1), (10, -1), (20, 2), (5, math.inf)]})
    assert view.note == "3 points have no place on these axes"
    assert list(unpack(view.series[0].x)) == [20]


def test_measurements_are_sorted_and_the_passing_way_named() -> None:
    view = comparison("n", "s", {"loop": [(10, 1), (1, 10)], "torch": [(1, 2), (10, 4)]}, log=False)
    assert list(unpack(view.series[0].x)) == [1, 10]
    assert [(one.before, one.after) for one in view.crossings] == [("loop", "torch")]
    assert "torch rises above loop from n ≈ 7.5 on" in words(view)


def test_where_more_is_worse_the_words_for_a_crossing_say_so() -> None:
    series = {"loop": [(10, 1), (1, 10)], "torch": [(1, 2), (10, 4)]}
    view = comparison("n", "ms", series, log=False, passes="becomes slower than")
    assert "torch becomes slower than loop from n ≈ 7.5 on" in words(view)
    drawn = draw(view, Size(70, 14), "braille", shades=False).text()
    assert "✕ torch becomes slower than loop from n ≈ 7.5 on" in drawn
    assert "rises above" not in words(view) + drawn


def test_curves_whose_meeting_says_nothing_are_not_said_to_cross() -> None:
    view = comparison("b", "loss", {"one": [(0, 1), (2, 3)], "other": [(0, 3), (2, 1)]}, log=False, crossed=False)
    assert view.crossings == ()
    assert "from b" not in words(view)
    assert len(view.series) == 2


def test_all_of_them_travel() -> None:
    for view in (
        pictures(torch.rand(3, 8, 8)),
        confusion([0, 1], [1, 1]),
        timeline([("a", 0, 1)]),
        comparison("n", "s", {"a": [(1, 1), (2, 3)]}),
    ):
        received = decode_from_kernel(encode(Shown(1, 1, 1, "x", view))[4:])
        assert isinstance(received, Shown)
        assert received.view == view
        assert words(view)
