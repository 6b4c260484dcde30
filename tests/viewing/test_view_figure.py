"""Figures: what their layers look like on axes, at every size; and what is read out of matplotlib's, where it is."""

from __future__ import annotations

import importlib.util
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tests.kept_views import KeptViews
from tutor import live
from tutor.charts.drawing import Marks, Size
from tutor.kernel.protocol.events import Shown
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.live import figures
from tutor.views.figure.data import Axes, FigureView, Series, Words
from tutor.views.matrix.data import MatrixView
from tutor.views.packing import pack, unpack
from tutor.views.pictures.data import PicturesView, Tile
from tutor.views.registry import data, draw, pages, title, words


def layer(kind: Any, x: Sequence[float], y: Sequence[float], **more: Any) -> Series:
    return Series(kind, pack(x), pack(y), **more)


def bars(left: Sequence[float], heights: Sequence[float], **more: Any) -> Series:
    ends = [place + 0.8 for place in left]
    return layer("bars", left, [min(0.0, one) for one in heights], right=pack(ends),
                 top=pack([max(0.0, one) for one in heights]), **more)  # fmt: skip


def drawn(axes: Axes | FigureView, size: tuple[int, int] = (60, 16), marks: Marks = "braille", page: int = 0) -> str:
    view = axes if isinstance(axes, FigureView) else FigureView((axes,), 1)
    return draw(view, Size(*size), marks, shades=False, page=page).text()


def everything(log: bool) -> Axes:
    """Axes with each kind of layer."""
    return Axes("[/red]\x1b[31m日本", "x", "y", (0.0, 10.0), (0.0, 10.0), log, log,
                x_names=((1.0, "cat"), (5.0, "\x1b[31m")), y_names=((2.0, "a rather long name"),) if log else (),
                layers=(layer("area", [0, 10, 10, 0], [1, 1, 5, 5]), bars([1, 4, 7], [5, -2, 9], color=1, name="bars"),
                        layer("line", [0, 5, 10], [0, 9, 2], color=2, name="line", dashed=True, marked=True),
                        layer("points", range(100), range(100), color=3, name="points"),
                        layer("points", [1], [math.nan], color=30)),
                words=(Words(5.0, 5.0, "here"), Words(1e9, math.nan, "nowhere")), note="a note")  # fmt: skip


IMAGE = PicturesView((Tile(2, 2, b"\0\x40\x80\xff"),), 1, 0.0, 1.0, False, "(2, 2)", "")
ODD: dict[str, FigureView] = {
    "nothing": FigureView((), 1),
    "empty axes": FigureView((Axes(),), 1),
    "a line of nan": FigureView((Axes(layers=(layer("line", [0, 1], [math.nan, math.nan]),)),), 1),
    "infinite": FigureView((Axes(y=(-math.inf, math.nan), layers=(layer("points", [1e300, -1e300], [0, 1e300]),)),), 1),
    "no width": FigureView((Axes(x=(2.0, 2.0), y=(0.0, 0.0), layers=(layer("line", [2, 2], [0, 0]),)),), 1),
    "below zero on a logarithmic axis": FigureView((Axes(y=(-1, 5), log_y=True, layers=(bars([0.0], [4.0]),)),), 1),
    "everything": FigureView(
        (*(everything(log) for log in (False, True)), Axes(title="image", picture=IMAGE)), 2, "A title", "and a note"
    ),
}  # fmt: skip


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (12, 3), (20, 6), (44, 14), (80, 24), (120, 40)])
def test_anything_fills_its_panel(size: tuple[int, int], marks: Marks) -> None:
    for name, view in ODD.items():
        assert pages(view) == (len(view.axes) + 1 if len(view.axes) > 1 else 1)
        for page in range(pages(view)):
            drawing = draw(view, Size(*size), marks, shades=True, page=page)
            assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1], name
            assert marks != "ascii" or drawing.text().isascii()
            assert "\x1b" not in drawing.text()
        assert isinstance(words(view), str)


def test_a_line_goes_where_its_points_are_and_breaks_at_nan() -> None:
    rows = drawn(
        Axes(x=(0.0, 10.0), y=(0.0, 10.0), layers=(layer("line", [0, 4, 5, 6, 10], [0, 4, math.nan, 6, 10]),))
    ).split("\n")
    found = [[at for at, char in enumerate(row[6:]) if char > "⠀"] for row in rows[:-2]]
    assert found[0][-1] == 53
    assert found[-1][0] == 0
    assert [row for row in found[5:9] if not row]  # the gap


def test_bars_are_as_high_as_their_numbers_and_hang_below_zero() -> None:
    text = drawn(Axes(x=(0, 4), y=(-5, 10), layers=(bars([0, 1, 2], [10, 5, -5]),)), (46, 17))
    columns = [sum(row[at : at + 1] == "█" for row in text.split("\n")[:-2]) for at in (8, 18, 28)]
    assert columns == [10, 5, 5]


def test_who_is_who_stands_at_the_right_and_is_told_without_colors() -> None:
    axes = Axes(x=(0, 1), y=(0, 1), layers=(layer("line", [0, 1], [0, 1], name="train"),
                                            layer("line", [0, 1], [1, 0], color=1, name="test")))  # fmt: skip
    text = drawn(axes)
    assert "● train" in text
    assert "■ test" in text
    body = "\n".join(row.replace("● train", "").replace("■ test", "") for row in text.split("\n"))
    assert body.count("●") >= 2
    assert body.count("■") >= 2


def test_names_stand_in_place_of_numbers() -> None:
    named = Axes(x=(0, 3), y=(0, 3), x_names=((0.4, "cat"), (1.4, "dog")), y_names=((1.0, "one"), (2.0, "three")),
                 layers=(bars([0, 1], [1, 3]),))  # fmt: skip
    rows = drawn(named).split("\n")
    assert rows[-1].split() == ["cat", "dog"]
    assert {"one┤", "three┤"} <= {part for row in rows for part in row.split() if part.endswith("┤")} | {
        row.split("█")[0].strip() for row in rows
    } | {row[: row.find("┤") + 1].strip() for row in rows}


def test_what_finds_no_room_has_pages_and_is_counted() -> None:
    view = FigureView(tuple(Axes(title=f"chart {index}") for index in range(6)), 3)
    assert pages(view) == 7
    assert title("x", view, 2) == "x · chart 1 · 3/7"
    assert "4 more, each on a page of its own" in drawn(view, (56, 9))
    assert "chart 5" in drawn(view, (56, 9), page=6)
    assert "chart 5" in drawn(view, (120, 30))


def test_it_travels_and_is_told_to_programs() -> None:
    view = ODD["everything"]
    sent = encode(Shown(1, 1, 1, "figure 1", view))
    assert encode(decode_from_kernel(sent[4:])) == sent
    told = data(view)
    assert told["axes"][0]["layers"][2]["name"] == "line"
    assert told["axes"][2]["picture"] is True


def test_what_is_displayed_is_shown_each_value_for_itself(capsys: pytest.CaptureFixture[str]) -> None:
    figures.begin()
    figures.display([1, 2], "three")
    assert capsys.readouterr().out == "display = [1, 2]\ndisplay (2) = 'three'\n"


# ------------------------------------------------------------------------------------------------------ matplotlib

needs_matplotlib = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed here; it is the learner's own"
)


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeptViews]:
    monkeypatch.setenv("MPLBACKEND", "")
    before = live.present()
    stage = KeptViews()
    live.enter(stage)
    figures.begin()
    yield stage
    live.enter(before)


@pytest.fixture
def plt() -> Any:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend(figures.BACKEND)
    return pyplot


def only(caught: KeptViews) -> Axes:
    (view,) = caught.views.values()
    assert isinstance(view, FigureView)
    (axes,) = view.axes
    return axes


@needs_matplotlib
def test_lines_come_with_their_labels_and_scales(caught: KeptViews, plt: Any) -> None:
    plt.plot([1, 2, 3], [1, 10, 100], "r--o", label="loss")
    plt.axhline(5, color="k")
    plt.yscale("log")
    plt.title("Training $\\alpha$")
    plt.xlabel("step")
    plt.legend()
    plt.show()
    axes = only(caught)
    assert list(caught.views) == ["Training alpha"]
    assert (axes.title, axes.x_label, axes.log_x, axes.log_y) == ("", "step", False, True)
    first, level = axes.layers
    assert (first.kind, first.name, first.dashed, first.marked) == ("line", "loss", True, True)
    assert list(unpack(first.y)) == [1, 10, 100]
    assert list(unpack(level.y)) == pytest.approx([5, 5])
    assert first.color != level.color
    assert not plt.get_fignums()


@needs_matplotlib
def test_annotations_stand_where_they_are_with_their_arrows(caught: KeptViews, plt: Any) -> None:
    plt.plot([0, 10], [0, 10])
    plt.annotate("peak", (5, 8))
    plt.annotate("here", xy=(5, 5), xytext=(7, 2), arrowprops={"arrowstyle": "->"})
    plt.annotate("beside", xy=(2, 2), xytext=(0, 20), textcoords="offset points")
    plt.show()
    axes = only(caught)
    peak, here, beside = axes.words
    assert [one.text for one in axes.words] == ["peak", "here", "beside"]
    assert [peak.x, peak.y, here.x, here.y] == pytest.approx([5, 8, 7, 2])
    assert beside.x == pytest.approx(2)
    assert 2 < beside.y < 4
    line, arrow = axes.layers
    assert (arrow.kind, line.color != arrow.color) == ("line", True)
    assert list(unpack(arrow.x)) == pytest.approx([7, 5])
    assert list(unpack(arrow.y)) == pytest.approx([2, 5])


@needs_matplotlib
def test_a_legend_names_points_with_errors_and_stems_too_and_may_be_the_figures(caught: KeptViews, plt: Any) -> None:
    figure, axes = plt.subplots()
    axes.errorbar([0, 1], [1, 2], yerr=0.2, label="measured")
    axes.stem([0, 1], [2, 1], label="stems")
    axes.twinx().plot([0, 1], [5, 6], label="other scale")
    figure.legend()
    plt.show()
    (view,) = caught.views.values()
    assert isinstance(view, FigureView)
    names = [{layer.name for layer in one.layers} - {""} for one in view.axes]
    assert sorted(names, key=len) == [{"other scale"}, {"measured", "stems"}]


@needs_matplotlib
def test_bars_histograms_and_points_come_as_they_are(caught: KeptViews, plt: Any) -> None:
    _, (left, right) = plt.subplots(1, 2)
    left.bar(["cat", "dog"], [3, 5], label="seen")
    left.legend()
    right.scatter([0, 1, 2], [0, 1, 2], c=[0, 1, 1])
    plt.show()
    (view,) = caught.views.values()
    assert isinstance(view, FigureView)
    assert view.columns == 2
    counted, points = view.axes
    assert [name for _, name in counted.x_names] == ["cat", "dog"]
    (bars,) = counted.layers
    assert (bars.kind, bars.name, list(unpack(bars.top))) == ("bars", "seen", [3, 5])
    assert [list(unpack(one.x)) for one in points.layers] == [[0], [1, 2]]


@needs_matplotlib
def test_images_become_pictures_and_one_with_names_a_matrix(caught: KeptViews, plt: Any) -> None:
    _, many = plt.subplots(1, 2)
    for index, axes in enumerate(many):
        axes.imshow([[0.0, 1.0], [1.0, index]], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"digit {index}")
    plt.show()
    plt.matshow([[1, 2], [3, 4]])
    plt.xticks([0, 1], ["a", "b"])
    plt.show()
    pictures, matrix = caught.views.values()
    assert isinstance(pictures, PicturesView)
    assert [tile.label for tile in pictures.tiles] == ["digit 0", "digit 1"]
    assert pictures.tiles[1].values == bytes([0, 255, 255, 255])
    assert isinstance(matrix, MatrixView)
    assert matrix.columns == ("a", "b")


@needs_matplotlib
def test_what_is_not_known_is_a_picture_with_its_words_beside_it(caught: KeptViews, plt: Any) -> None:
    plt.pie([1, 2], labels=["one", "two"])
    plt.title("shares")
    plt.show()
    axes = only(caught)
    assert axes.picture is not None
    assert len(set(axes.picture.tiles[0].values)) > 2
    assert "one, two" in axes.note


@needs_matplotlib
def test_a_figure_that_is_drawn_on_takes_its_own_place_and_others_have_places_of_their_own(
    caught: KeptViews, plt: Any
) -> None:
    plt.plot([1, 2])
    plt.show(block=False)
    plt.plot([2, 3])
    plt.show(block=False)
    plt.show()
    assert list(caught.views) == ["figure 1"]
    for number in range(figures.MOST + 5):
        plt.title("the same")
        plt.plot([number])
        plt.show()
    assert list(caught.views)[1:3] == ["the same", "the same (2)"]
    assert len(caught.views) == figures.MOST


@needs_matplotlib
def test_figures_that_hold_nothing_are_not_shown_and_values_of_calls_are_known(caught: KeptViews, plt: Any) -> None:
    plt.figure()
    plt.show()
    assert not caught.views
    assert figures.drawn(plt.plot([1]))
    assert figures.drawn(plt.subplots(2)[1])
    assert figures.drawn(plt.hist([1, 2]))
    assert not figures.drawn([1.0])
    plt.close("all")


def test_nothing_of_matplotlib_is_loaded_before_it_is_used() -> None:
    program = (
        "import sys; from tutor.live import figures; figures.begin(); figures.show_open(); figures.drawn([1]);"
        "print([name for name in sys.modules if name.startswith('matplotlib') or 'figure.make' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
