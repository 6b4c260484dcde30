from __future__ import annotations

import pytest
from pilots import settle
from textual.app import App, ComposeResult
from textual.geometry import Region

from tutor.ui.stage.panel_grid import PanelView
from tutor.ui.terminal import theme as themes


class OnePanel(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.DARK.variables

    def compose(self) -> ComposeResult:
        yield PanelView()


@pytest.mark.parametrize("title", ["[/red]", "loss [bold]", "x[0]", ""])
async def test_a_title_is_shown_and_never_taken_for_markup(title: str) -> None:
    app = OnePanel()
    async with app.run_test(size=(40, 10)) as pilot:
        panel = app.query_one(PanelView)
        panel.entitle(title)
        await settle(pilot)
        assert title in app.screen._compositor.render_strips()[0].text


async def test_another_title_sends_no_more_than_the_title() -> None:
    app = OnePanel()
    async with app.run_test(size=(40, 10)) as pilot:
        panel = app.query_one(PanelView)
        panel.entitle("step 9")
        await settle(pilot)
        dirty: list[Region] = []
        panel._repaint_regions.clear()
        panel.entitle("step 10")
        dirty.extend(panel._repaint_regions)
        await settle(pilot)
        assert dirty == [Region(0, 0, 11, 1)]
        assert "step 10" in app.screen._compositor.render_strips()[0].text
