"""The way to the help: on every screen, and while one types too; the footer names the key that works there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fake_kernel import FakeFactory
from pilots import settle
from textual.widgets import Input

from tutor.course.catalogue import load_course
from tutor.ui.app import TutorApp
from tutor.ui.widgets.help_screen import HelpScreen
from tutor.ui.widgets.keybar import KeyBar

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")


PLACES: list[tuple[list[str], str | None]] = [
    ([], "?"),  # home
    (["slash"], "F1"),  # a field
    (["enter"], "?"),  # a lesson
    (["enter", "tab", "enter"], "F1"),  # a cell
    (["enter", "o"], None),  # a cell's output
    (["ctrl+t"], None),  # a choice
    (["ctrl+p"], None),  # the palette
]
"""Keys that lead to a place from home, and the key to the help that its footer offers."""


async def test_f1_shows_the_help_and_the_footer_offers_the_key_that_works(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        home, reached = pilot.app.screen, set()
        for keys, key in PLACES:
            for pressed in keys:
                await pilot.press(pressed)
                await settle(pilot)
            beneath = pilot.app.screen
            reached.add((type(beneath), type(beneath.focused)))
            if key is not None:
                offered = beneath.query_one(KeyBar).entries()[-1]
                assert offered[1:] == (key, "help"), keys
            await pilot.press("f1")
            await settle(pilot)
            assert isinstance(pilot.app.screen, HelpScreen), keys
            await pilot.press("f1")
            await settle(pilot)
            assert pilot.app.screen is beneath, keys
            while pilot.app.screen is not home or isinstance(home.focused, Input):
                await pilot.press("escape")
                await settle(pilot)
        assert len(reached) == len(PLACES)


async def test_a_question_mark_is_a_character_where_one_types(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await pilot.press("slash", "question_mark")
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "?"
