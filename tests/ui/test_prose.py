from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from pilots import settle
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from tutor.ui.terminal.theme import THEMES
from tutor.ui.widgets.prose import HangingCode, ProseView

TEXT = """\
# A heading

A paragraph with `code` and **weight**.

- one
- two

Last.
"""


class Page(App[None]):
    def __init__(self, theme: str) -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield ProseView(TEXT)


def strips(pilot: Pilot[None]) -> list[Strip]:
    return list(pilot.app.screen._compositor.render_strips())


def lines(pilot: Pilot[None]) -> Iterator[str]:
    for strip in strips(pilot):
        yield strip.text.rstrip()


async def test_prose_is_set_closely_from_the_left() -> None:
    async with Page("dark").run_test(size=(50, 14)) as pilot:
        await settle(pilot)
        text = "\n".join(lines(pilot)).rstrip().split("\n")
        assert text[:3] == ["A heading", "", "A paragraph with code and weight."]
        assert text[-1] == "Last."
        assert "\n\n\n" not in "\n".join(text)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_code_in_prose_stands_out_in_every_theme(theme: str) -> None:
    async with Page(theme).run_test(size=(50, 14)) as pilot:
        await settle(pilot)
        styles = {segment.text.strip(): segment.style for segment in strips(pilot)[2]}
        assert styles["code"] != styles["A paragraph with"]
        assert styles["code"] is not None
        assert theme in ("dark", "light") or styles["code"].bold


async def test_only_a_whole_address_is_a_link_and_the_name_of_a_file_is_text() -> None:
    class Named(Page):
        def compose(self) -> ComposeResult:
            yield ProseView("See README.md, train.py and me@here.org, or https://pytorch.org/docs there.")

    async with Named("dark").run_test(size=(90, 5)) as pilot:
        await settle(pilot)
        linked = [segment.text for segment in strips(pilot)[0] if segment.style is not None and segment.style.underline]
        assert linked == ["https://pytorch.org/docs"]


FENCED = """\
Before.

    score = a very long formula that has no end within the place there is for it

```python
with torch.no_grad():
    w = None
```

After.
"""


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_long_lines_of_code_go_on_below_and_code_has_the_colors_of_cells(theme: str) -> None:
    class Fenced(Page):
        def compose(self) -> ComposeResult:
            yield ProseView(FENCED)

    async with Fenced(theme).run_test(size=(40, 20)) as pilot:
        await settle(pilot)
        shown = " ".join(" ".join(lines(pilot)).split())
        assert "formula that has no end within the place there is for it" in shown
        styles = {
            segment.text.strip(): segment.style.color
            for strip in strips(pilot)
            for segment in strip
            if segment.style is not None
        }
        assert styles["with"] is not None
        assert styles["with"] != styles["Before."]
        assert styles["None"] != styles["Before."]


LONG = """\
```python
def f(x):
    value = first_thing + second_thing + third_thing

    return value
```
"""


class CodePage(Page):
    def compose(self) -> ComposeResult:
        yield ProseView(LONG)


async def test_a_long_line_of_code_in_prose_goes_on_below_its_indent() -> None:
    async with CodePage("dark").run_test(size=(32, 12)) as pilot:
        await settle(pilot)
        assert "\n".join(lines(pilot)).rstrip().split("\n") == [
            " def f(x):",
            "     value = first_thing +",
            "       second_thing +",
            "       third_thing",
            "",
            "     return value",
        ]


async def test_what_is_selected_of_code_in_prose_is_copied_as_it_is_written() -> None:
    async with CodePage("dark").run_test(size=(32, 12)) as pilot:
        await settle(pilot)
        await pilot.mouse_down(offset=(7, 2))
        await pilot.hover(offset=(13, 3))
        await pilot.mouse_up(offset=(13, 3))
        await settle(pilot)
        assert pilot.app.screen.get_selected_text() == "second_thing + third_t"


def test_code_in_prose_has_as_many_rows_as_are_drawn() -> None:
    code = HangingCode("\tx = 1\n" + "    " + "word " * 9 + "\n\n" + "表" * 30 + "\n")
    for width in range(1, 60):
        options = RenderOptions(lambda _: Style(), cast(Any, {}))
        drawn = code.render_strips(width, None, Style(), options)
        assert len(drawn) == code.get_height(cast(Any, {}), width)
        assert width < 3 or all(strip.cell_length <= width for strip in drawn)
    assert code.render_strips(0, None, Style(), options) == []
