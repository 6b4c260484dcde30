"""How the stage's panels share its room."""

from __future__ import annotations

from tutor.kernel.protocol import FitView, StagedView, SurfaceView, pack
from tutor.ui.scene import CurvesPanel, FitPanel, NumbersPanel, Panel, Reading, SurfacePanel, ViewPanel
from tutor.ui.widgets.stage import fields

LOSS = CurvesPanel("loss", (), None, None)
NUMBERS = NumbersPanel("step 3", tuple(Reading(name, "0.5") for name in ("loss", "w", "b")))
NOTHING = pack([])
LINE: Panel = FitPanel("data", FitView(NOTHING, NOTHING, "w", "b"), None)
MAP: Panel = SurfacePanel("loss", SurfaceView("w", "b", ()), None)
VIEW: Panel = ViewPanel(
    "fit",
    StagedView(
        "",
    ),
    0,
)


def test_on_a_low_stage_the_fit_has_all_rows_and_the_loss_stands_beside_it() -> None:
    for large in (VIEW, LINE):
        got = fields([large, LOSS, NUMBERS], 78, 11)
        assert (len(got.columns), len(got.rows), got.high, got.wide) == (2, 2, 0, -1)


def test_on_a_low_stage_a_map_behind_the_loss_has_all_rows_too() -> None:
    assert fields([LOSS, MAP, NUMBERS], 78, 11).high == 1


def test_on_a_low_stage_the_numbers_of_a_single_panel_stand_beside_it() -> None:
    for one in (MAP, LOSS, VIEW):
        got = fields([one, NUMBERS], 78, 11)
        assert (len(got.columns), len(got.rows)) == (2, 1)


def test_a_narrow_or_a_high_stage_has_the_numbers_below() -> None:
    assert len(fields([MAP, NUMBERS], 50, 11).columns) == 1
    assert len(fields([MAP, NUMBERS], 78, 30).columns) == 1
    assert fields([VIEW, LOSS, NUMBERS], 78, 30).wide == 0
