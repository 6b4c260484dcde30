"""What is asked for is on the screen of 80×24: one's own code, the line at fault, the message, the key to go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from exercising import MakeApp, MakeScreen, open_desk
from judging import NAMES, WHY, FakeFactory
from pilots import settle
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from tutor.course.exercise import Exercise
from tutor.kernel.protocol.checks import Outcome
from tutor.learner.progress import Store
from tutor.ui.exercise.answer import carried, first_blank
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.exercise.signed_rows import SignedRows
from tutor.ui.exercise.task import TaskPanel
from tutor.ui.exercise.verdict import MESSAGE_SIZE, VerdictPanel
from tutor.ui.terminal.theme import THEMES
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.output_screen import OutputScreen

SMALLEST = (80, 24)
LONG = "import torch\n\n\ndef step(w, b, x, y, learning_rate):\n" + "".join(f"    w = w + {n}\n" for n in range(40))


def seen(desk_screen: ExerciseScreen, row: int) -> bool:
    top = desk_screen.editor.scroll_offset.y
    return top <= row < top + desk_screen.editor.size.height


def on_screen(screen: ExerciseScreen) -> list[str]:
    """The lines of the verdict that are in view."""
    panel, rows = screen.query_one(VerdictPanel), screen.query_one(VerdictPanel).query_one(SignedRows)
    lines = [rows.render_line(y).text.rstrip() for y in range(rows.size.height)]
    return lines[panel.scroll_offset.y :][: panel.scrollable_content_region.height]


async def test_after_a_verdict_there_is_room_for_ones_own_code_and_the_line_at_fault_is_in_it(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST) as desk:
        await desk.write(LONG)
        for line in (38, 6, 44):
            await desk.press("ctrl+r")
            desk.kernel.wrong(line)
            await desk.settle()
            assert desk.screen.editor.size.height >= 9
            assert seen(desk.screen, line - 1)
            assert "✗ moves w against its gradient" in on_screen(desk.screen)
            assert desk.screen.editor.cursor_location == (0, 0), "where one types is where it was"


class GoodAnswer(App[None]):
    """The panel of a task alone, whose good answer has lines that only just fit."""

    CODE = "".join(f"x = {'1' * length}\n" for length in range(40, 60))

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield TaskPanel(
            Exercise("a", "b", Path(), "A", learnt="What it was about.", solution=self.CODE, also_right="The end.")
        )


@pytest.mark.parametrize("height", range(38, 42))
async def test_a_good_answer_is_as_high_as_its_rows_whether_or_not_there_is_a_scroll_bar(height: int) -> None:
    async with GoodAnswer().run_test(size=(56, height)) as pilot:
        panel = pilot.app.query_one(TaskPanel)
        await panel.show_solution(True)
        await settle(pilot)
        code = panel.query_one(CodeEditor)
        assert code.size.height == code.wrapped_document.height
        assert panel.max_scroll_y == max(0, panel.virtual_size.height - panel.size.height)


async def test_keys_give_the_text_alone_or_the_task_alone_and_the_footer_names_them(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        editor = desk.screen.editor
        assert "f code" in desk.footer
        await desk.press("f")
        assert editor.size.height >= 20
        assert "f show all" in desk.footer
        await desk.press("enter")
        assert "ctrl+n show all" in desk.footer
        assert editor.size.height >= 20, "to go in changes nothing"
        await desk.press("ctrl+n")
        assert "ctrl+n only code" in desk.footer
        assert editor.size.height < 20
        await desk.press("ctrl+n", "ctrl+r")
        desk.kernel.wrong()
        await desk.settle()
        assert desk.screen.query_one(VerdictPanel).display, "a verdict that was asked for is seen"
        await desk.press("escape", "t")
        assert desk.task.size.height >= 20
        await desk.press("f")
        assert editor.size.height >= 20


@pytest.mark.parametrize("key", ["t", "f"])
async def test_the_footer_that_is_drawn_names_what_the_key_does_next(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, key: str
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        for said in (f"{key} show all", f"{key} {'task' if key == 't' else 'code'}"):
            await desk.press(key)
            drawn = "".join(segment.text for segment in desk.screen._compositor.render_strips()[-1])
            assert said in drawn


@pytest.mark.usefixtures("every_frame")  # what is left is counted when the panel has been drawn
async def test_a_task_that_does_not_fit_says_how_much_is_left_and_which_key_shows_it(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        await desk.press("ctrl+r")
        desk.kernel.wrong()
        await desk.settle()
        task = desk.task
        below = round(task.max_scroll_y)
        assert below > 1
        assert task.border_title == f"task · {below} rows more: t"
        task.scroll_end(animate=False)
        await desk.settle()
        assert task.border_title == "task"
        task.scroll_home(animate=False)
        await desk.press("t")
        assert task.border_title == "task", "alone it fits"


async def test_a_hint_that_is_asked_for_has_room_after_a_verdict_too(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        await desk.press("ctrl+r")
        desk.kernel.wrong()
        await desk.settle()
        folded = desk.task.size.height
        await desk.press("h")
        assert desk.task.size.height > folded
        hint = desk.task.query(".heading").last()
        assert desk.task.scrollable_content_region.contains_region(hint.region)
        await desk.press("ctrl+r")
        assert desk.task.size.height == folded


async def test_on_coming_back_the_cursor_is_where_it_was(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST) as desk:
        await desk.write(LONG)
        desk.screen.editor.move_cursor((30, 7))
        await desk.press("escape", "escape")
        again = make_screen()
        await desk.pilot.app.push_screen(again)
        await desk.settle()
        assert again.editor.cursor_location == (30, 7)
        assert seen(again, 30)
        await desk.press("enter")
        assert again.editor.cursor_location == (30, 7)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("import torch\n\n\ndef f(x):\n    '''Says.'''\n    y = x\n    return y\n", (5, 4)),
        ("import torch\n\n\nclass Net:\n    def go(self):\n        return 1\n", (5, 8)),
        ("import torch\nfrom torch import nn\n\nx = 1\n", (3, 0)),
        ("import torch\n\ndef f(x):\n    return ...\n", (3, 11)),
        ("import torch\ndef f(:\n", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_one_begins_where_something_is_to_be_done_and_not_at_the_imports(text: str, place: tuple[int, int]) -> None:
    assert first_blank(text).start == place


async def test_what_is_given_to_be_mended_shows_what_it_does(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        await desk.press("ctrl+r")
        checks = (Outcome(NAMES[0], "passed"), Outcome(NAMES[1], "failed", WHY, 6), Outcome(NAMES[2], "not reached"))
        desk.kernel.answer("unfinished", "This is still what you were given. What it does:", line=6, checks=checks)
        await desk.settle()
        assert "unfinished" in desk.head
        shown = on_screen(desk.screen)
        assert "✗ moves w against its gradient" in shown
        assert any("w moved by +0.20" in line for line in shown)
        assert desk.screen.editor.failed == 6


async def test_an_error_in_a_check_is_told_under_that_check_and_once(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        await desk.press("ctrl+r")
        checks = (Outcome(NAMES[0], "passed"), Outcome(NAMES[1], "error", "NameError: name 'v'", 6))
        desk.kernel.answer("error", "NameError: name 'v'", line=6, checks=checks)
        await desk.settle()
        assert desk.verdict.split("\n")[1:] == [
            "✓ leaves x and y alone",
            "✗ moves w against its gradient",
            "NameError: name 'v' (line 6)",
        ]


async def test_what_the_code_printed_does_not_push_the_key_to_go_on_out_of_sight(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        await desk.press("ctrl+r")
        checks = tuple(Outcome(f"check {n}", "passed") for n in range(12))
        desk.kernel.answer("right", checks=checks, output="loss\n" * 300)
        await desk.settle()
        assert on_screen(desk.screen)[0].strip().startswith("n goes on to the next exercise")
        assert "… 288 lines before these; o shows all" in desk.verdict


async def test_of_a_very_long_message_the_beginning_is_shown_and_a_key_shows_all(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        assert "o" not in desk.screen.active_bindings
        await desk.press("ctrl+r")
        message = "ValueError: [bold]x[/] " + "7" * 5000
        desk.kernel.answer("error", message)
        await desk.settle()
        assert f"… {len(message) - MESSAGE_SIZE:,} more characters; o shows all" in desk.verdict
        await desk.press("o")
        assert isinstance(desk.pilot.app.screen, OutputScreen)
        assert message in desk.pilot.app.screen.query_one(TextArea).text
        await desk.press("escape")
        assert desk.pilot.app.screen is desk.screen


async def test_a_solved_exercise_opens_with_its_task_and_stays_with_it_and_a_key_shows_the_good_answer(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    store.practice.checked("one_step", "a", "right")
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST, typing=False) as desk:
        assert not desk.task.solution
        await desk.press("ctrl+r")
        desk.kernel.right()
        await desk.settle()
        assert not desk.task.solution
        assert "s shows or hides a good answer" in desk.verdict
        await desk.press("s")
        assert desk.task.solution


async def test_what_another_program_wrote_leaves_the_cursor_in_its_line_and_the_text_from_before_among_the_versions(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=SMALLEST) as desk:
        await desk.write(LONG)
        await desk.press("ctrl+s")
        editor = desk.screen.editor
        editor.move_cursor((30, 7))
        await desk.settle()
        editor.scroll_to(y=27, animate=False)
        await desk.settle()
        row = 30 - editor.scroll_offset.y
        await desk.outside("# one\n# two\n# three\n" + LONG)
        assert editor.cursor_location == (33, 7)
        assert 33 - editor.scroll_offset.y == row, "and on the same row of the screen"
        assert "was changed by another program" in desk.notice
        desk.kernel.wrong()
        await desk.press("escape", "u")
        assert desk.text == LONG


@pytest.mark.parametrize(
    ("new", "place"),
    [
        ("a\nb\nc\nd", (2, 1)),
        ("x\na\nb\nc", (3, 1)),
        ("c", (0, 1)),
        ("a\nb\nC!\nd", (2, 1)),
        ("a\nb", (2, 0)),
        ("", (0, 1)),
    ],
)
def test_a_place_is_carried_into_another_text_and_may_lie_behind_its_end(new: str, place: tuple[int, int]) -> None:
    assert carried("a\nb\nc\nd", new, (2, 1)) == place
