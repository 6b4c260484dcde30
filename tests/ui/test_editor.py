from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from pilots import settle
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tutor.ui.terminal.theme import THEMES
from tutor.ui.widgets.commands import Command, Commanding
from tutor.ui.widgets.editor import CodeEditor

CODE = "def f(x):\n    return x\n"


class Workbench(Commanding, App[None]):
    """An editor on a screen whose letters are commands."""

    ACTIONS = (
        Command("n", "count('n')", "next", "a letter"),
        Command("ctrl+r,f5", "count('run')", "run", "a key that works from anywhere", priority=True),
        Command("space", "count('space')", "pause", "a printable key with a name"),
        Command("left_square_bracket", "count('[')", "down", "another"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []
        self.left = 0
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield CodeEditor(CODE, max_lines=6)
        yield Input()

    def action_count(self, what: str) -> None:
        self.given.append(what)

    def on_code_editor_left(self) -> None:
        self.left += 1


@pytest_asyncio.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    async with Workbench().run_test(size=(60, 20)) as pilot:
        editor_of(pilot).focus()
        await settle(pilot)
        yield pilot


def editor_of(pilot: Pilot[None]) -> CodeEditor:
    return pilot.app.query_one(CodeEditor)


def bench_of(pilot: Pilot[None]) -> Workbench:
    assert isinstance(pilot.app, Workbench)
    return pilot.app


def rows(editor: CodeEditor) -> list[str]:
    return [editor.render_line(y).text.rstrip() for y in range(editor.size.height)]


async def test_letters_are_typed_and_not_taken_for_commands(pilot: Pilot[None]) -> None:
    await pilot.press("n", "space", "left_square_bracket")
    await settle(pilot)
    assert editor_of(pilot).text == "n [" + CODE
    assert bench_of(pilot).given == []


async def test_the_run_keys_work_from_inside_the_editor_and_an_input(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+r", "f5")
    pilot.app.query_one(Input).focus()
    await pilot.press("ctrl+r", "n")
    await settle(pilot)
    assert bench_of(pilot).given == ["run"] * 3
    assert editor_of(pilot).text == CODE
    assert pilot.app.query_one(Input).value == "n"


async def test_escape_leaves_and_then_letters_are_commands(pilot: Pilot[None]) -> None:
    await pilot.press("escape", "n", "space")
    await settle(pilot)
    assert pilot.app.focused is None
    assert bench_of(pilot).left == 1
    assert bench_of(pilot).given == ["n", "space"]


async def test_enter_keeps_the_indent_and_deepens_it_after_a_colon(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.move_cursor((0, 9))
    await pilot.press("enter", "y")
    assert editor.text == "def f(x):\n    y\n    return x\n"
    editor.move_cursor((2, 12))
    await pilot.press("enter", "z")
    assert editor.text == "def f(x):\n    y\n    return x\nz\n"


async def test_tab_and_shift_tab_move_the_selected_lines(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.select_all()
    await pilot.press("tab")
    assert editor.text == "    def f(x):\n        return x\n"
    await pilot.press("shift+tab", "shift+tab")
    assert editor.text == "def f(x):\nreturn x\n"


async def test_backspace_takes_a_whole_level_of_indent(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.move_cursor((1, 4))
    await pilot.press("backspace")
    assert editor.text == "def f(x):\nreturn x\n"


async def test_comments_are_toggled_and_undone_in_one_step(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.move_cursor((1, 6))
    await pilot.press("ctrl+underscore")
    assert editor.text == "def f(x):\n    # return x\n"
    await pilot.press("ctrl+z")
    assert editor.text == CODE
    await pilot.press("ctrl+y")
    assert editor.text == "def f(x):\n    # return x\n"


async def test_it_grows_with_its_text_up_to_its_limit(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    assert editor.size.height == 3
    await pilot.press("enter", "enter")
    await settle(pilot)
    assert editor.size.height == 5
    await pilot.press(*["enter"] * 5)
    await settle(pilot)
    assert editor.size.height == 6


async def test_the_failed_line_is_marked_until_the_next_edit(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.mark_line(2, "NameError: [/red] is \x1b[31m")
    await settle(pilot)
    assert rows(editor)[1] == "2✗     return x  ← NameError: [/red] is ␛[31m"
    editor.move_cursor((0, 0))
    await pilot.press("x")
    await settle(pilot)
    assert editor.failed is None
    assert rows(editor)[1] == "2      return x"


async def test_a_note_behind_the_failed_line_that_does_not_fit_ends_in_a_sign(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.mark_line(2, "ValueError: " + "long " * 60)
    await settle(pilot)
    row = rows(editor)[1]
    assert row.startswith("2✗     return x  ← ValueError: long")
    assert row.endswith("…")
    assert len(row) == editor.size.width


async def test_a_line_that_goes_on_in_the_next_row_is_marked_in_both(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.soft_wrap = True
    editor.replace_all("x = 1\ny = " + "2 + " * 20 + "3\nz = 4")
    await settle(pilot)
    editor.mark_line(2, "NameError")
    await settle(pilot)
    shown = rows(editor)
    assert shown[0] == "1  x = 1"
    assert shown[1].startswith("2✗ y = 2 + 2")
    assert shown[2].startswith("     2 + 2")
    assert shown[2].endswith("+ 3  ← NameError")
    assert shown[3] == "3  z = 4"


async def test_a_mark_beyond_the_text_is_not_drawn(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.mark_line(99, "far away")
    await settle(pilot)
    assert "far away" not in "\n".join(rows(editor))


@pytest.mark.parametrize(
    "text", ["[/red] [bold]x", "a\x00b\x1b[2Jc", "表 e\u0301 👩‍🔬", "\tx = 1", "x = '''\n[/]\n'''"]
)
async def test_any_text_is_shown_and_never_obeyed(pilot: Pilot[None], text: str) -> None:
    editor = editor_of(pilot)
    editor.load_text(text)
    await settle(pilot)
    assert editor.text == text
    shown = "\n".join(rows(editor))
    assert "\x1b" not in shown
    assert "\x00" not in shown
    assert ("[/red] [bold]x" in shown) == text.startswith("[/red]")


async def test_replacing_all_can_be_undone(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.replace_all("x = 1")
    editor.replace_all("x = 1")
    assert editor.text == "x = 1"
    await pilot.press("ctrl+z")
    assert editor.text == CODE


async def test_a_read_only_editor_takes_no_edit_and_lets_letters_through(pilot: Pilot[None]) -> None:
    editor = editor_of(pilot)
    editor.read_only = True
    await pilot.press("enter", "backspace", "ctrl+underscore", "n")
    await settle(pilot)
    assert editor.text == CODE
    assert bench_of(pilot).given == ["n"]


async def test_keywords_follow_the_theme(pilot: Pilot[None]) -> None:
    def ink() -> str:
        segment = next(s for s in editor_of(pilot).render_line(0) if s.text.startswith("def"))
        assert segment.style is not None
        assert segment.style.color is not None
        return segment.style.color.name

    pilot.app.query_one(Input).focus()
    await settle(pilot)
    assert ink() == THEMES[0].variables["syntax-keyword"]
    pilot.app.theme = "light"
    await settle(pilot)
    assert ink() == THEMES[1].variables["syntax-keyword"]
    switched = [list(editor_of(pilot).render_line(y)) for y in range(4)]
    await editor_of(pilot).remove()
    await pilot.app.mount(CodeEditor(CODE, max_lines=6), before=0)
    await settle(pilot)
    assert [list(editor_of(pilot).render_line(y)) for y in range(4)] == switched, (
        "as where the theme was so from the first"
    )


async def test_a_line_is_painted_anew_though_it_is_again_as_before_a_whole_repaint(
    pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = editor_of(pilot)
    await pilot.press("a", "backspace")  # what stands there is known
    await settle(pilot)
    editor.failed = 1
    editor.refresh(layout=True)  # all is painted, with the mark
    await settle(pilot)
    rows: set[int] = set()
    whole = TextArea.refresh

    def noted(self: TextArea, *regions: Region, **how: Any) -> Any:
        rows.update(y for region in regions for y in range(region.y, region.bottom))
        return whole(self, *regions, **how)

    monkeypatch.setattr(TextArea, "refresh", noted)
    editor.clear_mark()  # and now the text is as it was known
    await settle(pilot)
    assert 0 in rows


def test_what_highlights_python_is_compiled_once_for_all_editors() -> None:
    one, other = CodeEditor(CODE), CodeEditor("x = 1\n")
    assert one._highlight_query is other._highlight_query is not None
    one.load_text("def g(): return 'text'\n")
    assert one._highlight_query is other._highlight_query
    assert {name for _, _, name in one._highlights[0]} >= {"keyword.function", "string"}
