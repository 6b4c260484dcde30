from __future__ import annotations

import pytest
from pilots import settle
from textual.app import App, ComposeResult
from textual.geometry import Region

from tutor.ui.stage.panel_grid import PanelView, with_more
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


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("title", ["loss", "loss, log axis", "the loss of each of the layers, log axis"])
def test_the_key_that_brings_other_charts_is_never_cut(title: str, count: int) -> None:
    for width in range(12, 60):
        said = with_more(title, count, width)
        assert len(said) <= width
        assert said.endswith(": m")
        assert str(count) in said
        assert said[:1] == title[:1]
    assert with_more(title, count, 60).startswith(title)


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
