"""How the stage's panels share its room."""

from __future__ import annotations

import itertools

import pytest

from tutor.ui.stage.arranging import CURVE, PICTURE, WIDTH, Fields, arrange, fields, rooms
from tutor.ui.stage.panels import CurvesPanel, NumberRead, NumbersPanel, Panel, Scene, ViewPanel
from tutor.ui.stage.readout import rows_needed
from tutor.views.base import StagedView
from tutor.views.fit.data import FitView
from tutor.views.packing import pack
from tutor.views.surface.data import SurfaceView

LOSS = CurvesPanel("loss", (), None, None)
NUMBERS = NumbersPanel("step 3", tuple(NumberRead(name, "0.5") for name in ("loss", "w", "b")))
NOTHING = pack([])
LINE: Panel = ViewPanel("data", FitView(NOTHING, NOTHING, "w", "b"))
MAP: Panel = ViewPanel("loss", SurfaceView("w", "b", ()))
VIEW: Panel = ViewPanel("fit", StagedView())
RACE = NumbersPanel(
    "step 3",
    tuple(NumberRead(name, "0.5", way, str(place), "line1") for place, way in enumerate(
        ("SGD", "momentum", "Nesterov", "RMSprop", "Adam", "AdamW"), 1) for name in ("loss", "x", "y")),
)  # fmt: skip


def laid(panels: list[Panel], width: int, height: int) -> Fields:
    got = fields(panels, width, height)
    assert got is not None
    return got


def scene(*panels: Panel, marked: str = "") -> Scene:
    return Scene({str(place): panel for place, panel in enumerate(panels)}, marked)


def test_on_a_low_stage_the_fit_has_all_rows_and_the_loss_stands_beside_it() -> None:
    for large in (VIEW, LINE):
        got = laid([large, LOSS, NUMBERS], 78, 11)
        assert (len(got.columns), len(got.rows), got.high, got.wide) == (2, 2, 0, -1)


def test_on_a_low_stage_a_map_behind_the_loss_has_all_rows_too() -> None:
    assert laid([LOSS, MAP, NUMBERS], 78, 11).high == 1


def test_on_a_low_stage_the_numbers_of_a_single_panel_stand_beside_it() -> None:
    for one in (MAP, LOSS, VIEW):
        got = laid([one, NUMBERS], 78, 11)
        assert (len(got.columns), len(got.rows)) == (2, 1)


def test_a_narrow_or_a_high_stage_has_the_numbers_below() -> None:
    assert len(laid([MAP, NUMBERS], 50, 13).columns) == 1
    assert len(laid([MAP, NUMBERS], 78, 30).columns) == 1
    assert laid([VIEW, LOSS, NUMBERS], 78, 30).wide == 0


@pytest.mark.parametrize("numbers", [NUMBERS, RACE, None])
@pytest.mark.parametrize("size", [(78, 9), (78, 10), (78, 11), (78, 17), (98, 14), (98, 25), (44, 34), (118, 17)])
def test_of_what_is_shown_every_chart_can_be_read_and_no_number_is_cut(
    size: tuple[int, int], numbers: NumbersPanel | None
) -> None:
    width, height = size
    for charts in itertools.chain.from_iterable(
        itertools.product((LOSS, MAP, VIEW), repeat=count) for count in (1, 2, 3, 4)
    ):
        whole = scene(*charts, *([numbers] if numbers else []))
        got = arrange(whole, width, height)
        shown = [whole.panels[key] for key in got.keys]
        sizes = rooms(got.fields, len(shown))
        assert got.left_out == len(charts) - sum(panel is not numbers for panel in shown)
        assert numbers is None or numbers in shown
        for panel, (columns, rows) in zip(shown, sizes, strict=True):
            if isinstance(panel, NumbersPanel):
                assert rows_needed(panel, columns) < rows, (charts, got)
            elif len(shown) > 1:
                assert columns >= WIDTH, (charts, got)
                assert rows >= (CURVE if panel is LOSS else PICTURE), (charts, got)
        assert sum(got.fields.rows) == height


def test_a_chart_without_room_comes_when_it_is_marked_and_the_map_stays() -> None:
    three = scene(LOSS, LOSS, MAP, NUMBERS)
    assert arrange(three, 78, 11).keys == ("0", "2", "3")
    assert arrange(three, 78, 11).left_out == 1
    assert arrange(scene(LOSS, LOSS, MAP, NUMBERS, marked="1"), 78, 11).keys == ("1", "2", "3")


def test_every_chart_of_a_scene_can_be_marked_into_view() -> None:
    for marked in "0123":
        assert marked in arrange(scene(LOSS, LOSS, LOSS, LOSS, RACE, marked=marked), 78, 11).keys
