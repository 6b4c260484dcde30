"""What is taken of Textual without its promise is still as it was. Each failure says what a user loses."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from rich.console import Console
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tutor.compat import textual_driver, textual_editor, textual_layout, textual_screen
from tutor.compat.lookup import missing
from tutor.compat.textual_nodes import Lifetime
from tutor.ui.leaving import Leaving
from tutor.ui.terminal import ansi_writer
from tutor.ui.terminal.driver import TerminalDriver


def test_the_saving_writer_shows_what_textual_shows() -> None:
    why = ansi_writer.objection()
    assert not why, f"{why}: every update is sent in Textual's own bytes, four times as many for charts"


def test_the_colors_of_a_console_are_known() -> None:
    systems = [textual_screen.color_system(Console(color_system=name, force_terminal=True)).name
               for name in ("standard", "256", "truecolor")]  # fmt: skip
    assert systems == ["STANDARD", "EIGHT_BIT", "TRUECOLOR"], (
        "Rich keeps a console's colors elsewhere: the writer sends truecolor to terminals that have 256 or 16"
    )


def test_what_textual_keeps_of_drawn_widgets_can_be_let_go() -> None:
    StylesCache.get_inner_outer.cache_clear()  # raises where it is no cached method any more
    assert missing("textual._styles_cache", "StylesCache") == [], (
        "screens that were left stay in memory, up to a thousand widgets"
    )


async def test_textual_asks_the_app_which_screens_show_through() -> None:
    class Asked(textual_screen.ScreenUpdates, App[None]):
        pass

    class Opaque(ModalScreen[None]):
        DEFAULT_CSS = "Opaque { background: #101010; }"

    app = Asked()
    async with app.run_test():
        await app.push_screen(Opaque())
        assert textual_screen.ASKS
        assert app._background_screens == [], (
            "a full-screen chart is painted with the whole lesson under it: 25 KB for each change of a training"
        )


async def test_a_node_that_begins_to_go_is_told_while_its_children_are_there() -> None:
    told: list[tuple[bool, bool, int]] = []

    class Parent(Lifetime, Static):
        def compose(self) -> ComposeResult:
            yield Static("a part")

        def begins_to_go(self) -> None:
            told.append((self.going, self.present, len(self.children)))

    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield Parent()

    app = One()
    async with app.run_test():
        node = app.query_one(Parent)
        assert (node.going, node.present) == (False, True)
        await node.remove()
    assert told == [(True, False, 1)], "what comes in for a screen that is being closed looks for parts that are gone"


def test_an_editor_is_made_of_parts_that_are_there() -> None:
    gone = textual_editor.lacking()
    assert not gone, f"{gone}: each cell compiles its highlighting anew, 70 ms a cell when a screen opens"


async def test_an_editor_highlights_python() -> None:
    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield textual_editor.PythonArea("def f():\n    return 1", language="python")

    app = One()
    async with app.run_test():
        area = app.query_one(textual_editor.PythonArea)
        inks = {name for line in area._highlights.values() for *_, name in line}
    assert "keyword.function" in inks, "code has one color"


def test_a_driver_is_made_of_parts_that_are_there() -> None:
    gone = textual_driver.lacking()
    assert not gone, f"{gone}: a paste without an end swallows every key, and a terminal that is gone is not noticed"


def test_a_parser_of_the_terminal_knows_pastes_and_keys() -> None:
    parser = textual_driver.XTermParser(False)
    paste = f"{textual_driver.PASTE_START}pasted{textual_driver.PASTE_END}"
    events = [*parser.feed(f"{paste}n")]
    assert [type(one).__name__ for one in events] == ["Paste", "Key"], "what is pasted is typed key by key"


# ------------------------------------------------------------------------------------------- where one of them is gone


@pytest.mark.parametrize(
    "kind", [type("ChopsUpdate", (), {"spans": 3}), type("Lines", (ChopsUpdate,), {"render_segments": lambda *_: "x"})]
)
def test_an_update_that_textual_writes_otherwise_is_sent_as_textual_writes_it(
    kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textual_screen, "ChopsUpdate", kind)
    monkeypatch.setattr(ansi_writer, "ChopsUpdate", kind)
    ansi_writer.objection.cache_clear()
    update: Any = LayoutUpdate([], Region(0, 0, 1, 1))
    try:
        assert ansi_writer.objection()
        assert ansi_writer.sparing(update) is update
    finally:
        ansi_writer.objection.cache_clear()


def test_a_module_or_name_that_textual_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("textual._compositor.LayoutUpdate")
    assert textual_screen.disagreement(lambda update: update) == "Textual has no textual._compositor.LayoutUpdate"


async def test_an_editor_without_its_parts_is_textuals_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual_editor, "lacking", lambda: "a part")
    monkeypatch.setattr(textual_editor, "python", lambda: pytest.fail("the parts are not asked for"))

    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield textual_editor.PythonArea("x = 1", language="python")

    app = One()
    async with app.run_test() as pilot:
        await pilot.press("end", "2")
        assert app.query_one(textual_editor.PythonArea).text == "x = 12"


def test_a_driver_without_its_parts_is_textuals_own(monkeypatch: pytest.MonkeyPatch) -> None:
    class One(Leaving, App[int]):
        pass

    assert One().get_driver_class() is TerminalDriver
    monkeypatch.setattr(textual_driver, "lacking", lambda: "a part")
    assert One().get_driver_class() is App[int]().get_driver_class()


def test_what_was_drawn_is_known_by_parts_that_are_there() -> None:
    gone = textual_layout.lacking()
    assert not gone, f"{gone}: rows of before stay on the terminal where a page is scrolled and laid out at once"


@pytest.mark.parametrize("asked", [False, True])
async def test_what_is_scrolled_and_laid_out_at_once_is_all_drawn_again(asked: bool) -> None:
    class Lines(textual_layout.DrawnScreen, Screen[None]):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                yield from (Static(f"row {number}") for number in range(30))

    terminal = pyte.Screen(20, 5)
    stream = pyte.Stream(terminal)

    class One(textual_screen.ScreenUpdates, App[None]):
        def to_send(self, update: Any) -> Any:
            if isinstance(update, ChopsUpdate | LayoutUpdate):
                stream.feed(update.render_segments(self.console).replace("\n", "\r\n"))
            return update

        def get_default_screen(self) -> Screen[None]:
            return Lines()

    app = One()
    async with app.run_test(size=(20, 5)) as pilot:
        page = app.screen.query_one(VerticalScroll)
        page.scroll_to(y=12, animate=False, immediate=True)
        await pilot.pause()
        page.scroll_to(y=0, animate=False, immediate=True)
        if asked:
            app.screen._compositor._full_map_invalidated = True  # as it is after a scroll
            assert app.screen._compositor.full_map[page.query(Static).first()].region.y == 0
        page.query(Static).last().refresh(layout=True)
        await pilot.pause()
    rows = [row[:6].rstrip() for row in terminal.display]
    assert rows == [f"row {number}" for number in range(5)], "rows of before stay on the terminal"


async def test_a_widget_is_told_its_size_where_somebody_has_asked_for_it_before() -> None:
    told: list[int] = []

    class Told(Static):
        def on_resize(self) -> None:
            told.append(self.size.width)

    class Page(textual_layout.DrawnScreen, Screen[None]):
        pass

    class One(App[None]):
        def get_default_screen(self) -> Screen[None]:
            return Page()

    app = One()
    async with app.run_test(size=(20, 5)) as pilot:
        await app.screen.mount(Static("above"))
        await pilot.pause()
        with app.batch_update():
            await app.screen.mount(Told("below"))
            app.screen._compositor._full_map_invalidated = True  # as it is after a scroll
            assert app.screen.query_one(Told).region.width == 20
        await pilot.pause()
    assert told == [20], "a cell is not wrapped to its width, and its last lines are not seen"
