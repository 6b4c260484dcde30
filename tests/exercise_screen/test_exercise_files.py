from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exercising import MakeApp, MakeScreen, open_desk
from judging import FakeFactory
from textual.app import App

from tutor.options import Options
from tutor.ui.exercise.answer import first_blank
from tutor.ui.exercise.diff import DiffScreen, difference
from tutor.ui.exercise.own_editor import edit, editor_command
from tutor.ui.home.screen import HomeScreen
from tutor.ui.widgets.choose import Choose

MINE = "def step():\n    return 1\n"
THEIRS = "def step():\n    return 2\n"


async def test_the_path_of_the_file_is_shown_and_can_be_chosen(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, tmp_path: Path
) -> None:
    app = make_app(Options(workspace=tmp_path / "w"))
    async with open_desk(app, kernels, make_screen(), size=(160, 40)) as desk:
        assert desk.path == tmp_path / "w" / "lines" / "one_step.py"
        assert str(desk.screen.query_one("#box").border_title).endswith("w/lines/one_step.py")
        assert desk.path.read_text() == desk.screen.exercise.starter


async def test_what_another_program_saved_is_shown_and_checked(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.outside(THEIRS)
        assert desk.text == THEIRS
        assert "changed by another program" in desk.notice
        assert [check.answer for check in desk.kernel.checks] == [THEIRS]


async def test_looking_at_an_unchanged_file_draws_nothing(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        drawn: list[object] = []
        display = desk.pilot.app._display

        def noted(screen: object, renderable: object) -> None:
            drawn.append(renderable)
            display(screen, renderable)

        monkeypatch.setattr(desk.pilot.app, "_display", noted)
        await desk.screen.files.look()
        await desk.settle()
        assert drawn == []


async def test_a_conflict_keeps_both_texts_and_leaves_the_choice(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(MINE)
        await desk.outside(THEIRS)
        aside = desk.path.with_name("one_step.from-tutor.py")
        assert (desk.text, desk.path.read_text(), aside.read_text()) == (MINE, THEIRS, MINE)
        assert "Both texts are kept" in desk.notice
        assert "one_step.from-tutor.py" in desk.notice
        assert "two texts" in desk.head
        await desk.screen.files.look()
        await desk.press("escape", "c")
        assert isinstance(desk.pilot.app.screen, Choose)
        await desk.press("escape")
        assert desk.screen.state.conflict is not None


@pytest.mark.parametrize(
    ("keys", "text", "other"),
    [(("enter",), MINE, "one_step.from-outside.py"), (("down", "enter"), THEIRS, "one_step.from-tutor.py")],
)
async def test_either_text_of_a_conflict_can_be_chosen(
    make_app: MakeApp,
    make_screen: MakeScreen,
    kernels: FakeFactory,
    keys: tuple[str, ...],
    text: str,
    other: str,
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(MINE)
        await desk.outside(THEIRS)
        await desk.press("escape", "c", *keys)
        assert (desk.text, desk.path.read_text()) == (text, text)
        assert desk.path.with_name(other).read_text() == (THEIRS if text == MINE else MINE)
        assert other in desk.notice
        assert desk.screen.state.conflict is None
        assert "two texts" not in desk.head


async def test_the_difference_can_be_seen_before_choosing(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(MINE)
        await desk.outside(THEIRS)
        await desk.press("escape", "c", "down", "down", "enter")
        assert isinstance(desk.pilot.app.screen, DiffScreen)
        await desk.press("escape")
        assert isinstance(desk.pilot.app.screen, Choose)


async def test_where_nothing_can_be_written_the_screen_says_so_and_works(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")
    app = make_app(Options(workspace=tmp_path / "taken" / "w"))
    async with open_desk(app, kernels, make_screen()) as desk:
        assert "cannot be written" in desk.notice
        assert "cannot be saved" in desk.head
        await desk.write(MINE)
        await desk.press("ctrl+r")
        desk.kernel.right()
        await desk.press("escape", "escape")
        assert isinstance(app.screen, HomeScreen)
        again = make_screen()
        await app.push_screen(again)
        await desk.settle()
        assert again.editor.text == MINE


async def test_a_file_that_is_no_text_is_named_and_can_be_replaced(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    app = make_app()
    screen = make_screen()
    path = app.workspace.path(screen.exercise)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xfe\x00")
    async with open_desk(app, kernels, screen) as desk:
        assert "is not UTF-8 text" in desk.notice
        assert path.read_bytes() == b"\xff\xfe\x00"
        await desk.press("escape", "z")
        assert path.read_text() == screen.exercise.starter
        assert path.with_name("one_step.before-reset.py").read_bytes() == b"\xff\xfe\x00"
        assert "saved" in desk.head


async def test_a_reset_is_taken_back_by_the_same_key(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(MINE)
        desk.screen.set_focus(None)
        await desk.press("z")
        starter = desk.screen.exercise.starter
        assert (desk.text, desk.path.read_text()) == (starter, starter)
        assert "one_step.before-reset.py" in desk.notice
        await desk.press("z")
        assert (desk.text, desk.path.read_text()) == (MINE, MINE)


async def test_one_steps_back_and_forth_through_what_was_checked(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        for text in (MINE, THEIRS):
            await desk.write(text)
            await desk.press("ctrl+r")
            desk.kernel.wrong()
            await desk.settle()
        await desk.write("not checked\n")
        desk.screen.set_focus(None)
        await desk.press("u")
        assert desk.text == THEIRS
        assert desk.notice.startswith("Version 2 of 3")
        assert "wrong" in desk.notice
        await desk.press("u", "u")
        assert (desk.text, desk.notice) == (MINE, "There is no earlier version.")
        await desk.press("U", "U")
        assert desk.text == "not checked\n"
        assert "not checked" in desk.notice


async def test_one_sees_what_one_changed(make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("[", "b", "]", "escape", "v")
        assert isinstance(desk.pilot.app.screen, DiffScreen)
        await desk.press("v")
        assert desk.pilot.app.screen is desk.screen


def test_a_difference_marks_lines_and_obeys_none() -> None:
    assert difference("a\nb\n", "a\n\x1b[2J\n") == [" a", "-b", "+␛[2J"]
    assert difference("a\n", "a\n") == []


# --------------------------------------------------------------------------------------------------- one's own editor


async def test_ones_own_editor_has_the_text_of_now_and_what_it_saves_comes_back(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    found: list[str] = []

    def append(_app: App[Any], path: Path) -> str:
        found.append(path.read_text())
        path.write_text(path.read_text() + "# more\n")
        return ""

    async with open_desk(make_app(), kernels, make_screen(edit_outside=append)) as desk:
        await desk.write(MINE)
        desk.screen.set_focus(None)
        await desk.press("e")
        assert found == [MINE]
        assert desk.text == MINE + "# more\n"
        assert desk.kernel.checks[-1].answer == MINE + "# more\n"


async def test_without_an_editor_one_is_told_what_to_do(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    def none(app: App[Any], path: Path) -> str:
        return edit(app, path, {}, lambda _: None)

    async with open_desk(make_app(), kernels, make_screen(edit_outside=none)) as desk:
        await desk.press("escape", "e")
        assert "Neither VISUAL nor EDITOR is set" in desk.notice
        assert "there is no nano and no vi here" in desk.notice
        assert "export EDITOR=…" in desk.notice


def test_visual_goes_before_editor_and_may_have_options() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    assert editor_command({}, lambda _: None) == []


def test_without_a_name_the_editor_is_one_that_is_there() -> None:
    both = {"nano": "/usr/bin/nano", "vi": "/usr/bin/vi"}
    assert editor_command({}, both.get) == ["nano"]
    assert editor_command({"EDITOR": ""}, {"vi": "/usr/bin/vi"}.get) == ["vi"]
    assert editor_command({"EDITOR": "ed"}, both.get) == ["ed"]


def test_the_first_blank_is_found_in_code_and_not_in_comments() -> None:
    assert first_blank("# ...\ndef f():\n    raise NotImplementedError\n").start == (2, 4)
    assert first_blank("x = ...\n").end == (0, 7)
    assert first_blank("def f(a: tuple[int, ...]):\n    raise NotImplementedError\n").start == (1, 4)
    assert first_blank("x = 1\n").start == (0, 0)
