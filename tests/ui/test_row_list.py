"""A list of rows whose number changes with every key of a search: what stands around it is not laid out for that."""

from __future__ import annotations

import pytest
from pilots import layouts_asked_for, settle
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Static

from tutor.ui.widgets.field import Field
from tutor.ui.widgets.row_list import RowList


class Numbers(RowList):
    """A number on each row."""

    DEFAULT_CSS = "Numbers { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def render_line(self, y: int) -> Strip:
        """The number of the row."""
        at = y + self.scroll_offset.y
        text = str(at) if at < self.virtual_size.height else ""
        return Strip([Segment(text)]).adjust_cell_length(self.scrollable_content_region.width)


class Searched(App[None]):
    """A field above a list, and a line below it."""

    def compose(self) -> ComposeResult:
        """The three."""
        yield Field(compact=True)
        yield Numbers()
        yield Static("below")


async def test_another_number_of_rows_lays_nothing_out_but_for_the_scroll_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Searched().run_test(size=(20, 12)) as pilot:
        rows, field = pilot.app.query_one(Numbers), pilot.app.query_one(Field)
        field.focus()
        rows.fit(5)
        await settle(pilot)
        height = rows.size.height
        asked = layouts_asked_for(monkeypatch)

        async def told(count: int) -> tuple[bool, float, bool]:
            """Whether there is a bar, for how many rows, and whether the screen was laid out."""
            asked.clear()
            await pilot.press("a")
            rows.fit(count)
            await settle(pilot)
            bar = rows.show_vertical_scrollbar
            return bar, rows.vertical_scrollbar.window_virtual_size if bar else 0, bool(asked)

        assert await told(height) == (False, 0, False)
        assert await told(40) == (True, 40, True)
        rows.scroll_to(y=40, animate=False)
        assert await told(30) == (True, 30, False)
        assert rows.scroll_offset.y == 30 - height, "no row is left out below the last"
        assert await told(31) == (True, 31, False)
        assert await told(2) == (False, 0, True)
        assert rows.scroll_offset.y == 0
        assert field.value == "aaaaa"


async def test_of_a_text_longer_than_its_field_the_end_is_seen() -> None:
    async with Searched().run_test(size=(20, 12)) as pilot:
        field = pilot.app.query_one(Field)
        field.focus()
        await pilot.press(*"abcdefghijklmnopqrstuvwxyz")
        await settle(pilot)
        assert field.render_line(0).text.rstrip().endswith("xyz")
        await pilot.press("home")
        await settle(pilot)
        assert field.render_line(0).text.startswith("abc")
