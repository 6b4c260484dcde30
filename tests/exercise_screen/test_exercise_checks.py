from __future__ import annotations

import pytest
from exercising import MakeApp, MakeScreen, open_desk
from judging import FakeFactory
from textual.widgets import Static

from tutor.learner.progress import Store
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.home.screen import HomeScreen

RIGHT = "def step(w, b, x, y, learning_rate):\n    return w, b\n"
WRONG = "def step(w, b, x, y, learning_rate):\n    return b, w\n"


async def test_one_sees_at_once_how_to_check_and_to_get_a_hint(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=(80, 24)) as desk:
        assert "ctrl+r checks your text" in desk.verdict
        assert "esc, then h shows a hint" in desk.verdict
        assert "ctrl+r check" in desk.footer
        assert "esc keys (h hint" in desk.footer
        assert desk.head.startswith("Linear regression ▸ One step")
        assert "1 of 2 · new · saved" in desk.head


async def test_no_key_changes_the_text_before_one_goes_in(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), typing=False) as desk:
        given = desk.screen.exercise.starter
        assert "enter edit" in desk.footer
        assert "h shows a hint" in desk.verdict
        await desk.press("a", "backspace", "delete", "h")
        assert desk.text == given
        assert desk.path.read_text() == given
        assert desk.task.hints == 1


async def test_going_in_by_key_selects_the_first_blank_and_typing_replaces_it(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), typing=False) as desk:
        assert desk.screen.editor.selection.is_empty
        await desk.press("enter")
        assert desk.screen.editor.selected_text == "raise NotImplementedError"
        await desk.press("n", "s", "z")
        assert "    nsz\n" in desk.text
        assert "NotImplementedError" not in desk.text
        assert desk.pilot.app.screen is desk.screen


@pytest.mark.parametrize(("row", "selected"), [(5, "raise NotImplementedError"), (3, "")])
async def test_a_click_on_the_blank_selects_it_and_one_elsewhere_puts_the_cursor_there(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, row: int, selected: str
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), typing=False) as desk:
        editor = desk.screen.editor
        await desk.pilot.click(editor, offset=(editor.gutter_width + 8, row))
        await desk.settle()
        assert desk.screen.focused is editor
        assert editor.selected_text == selected
        assert editor.cursor_location == (row, 29 if selected else 8)


async def test_coming_back_to_the_text_leaves_the_cursor_where_it_was(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("up", "home", "escape", "enter")
        assert desk.screen.editor.selection.is_empty
        assert desk.screen.editor.cursor_location == (4, 4)


async def test_a_check_is_of_the_text_as_it_stands_and_its_verdict_is_shown(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(WRONG)
        await desk.press("ctrl+r")
        check = desk.kernel.checks[-1]
        assert (check.exercise, check.answer, check.tests) == ("one_step", WRONG, desk.screen.exercise.tests)
        assert "checking…" in desk.verdict
        desk.kernel.wrong(line=2)
        await desk.settle()
        assert desk.verdict.splitlines()[:3] == [
            "checks · ✗ wrong · 38 ms",
            "✓ leaves x and y alone",
            "✗ moves w against its gradient",
        ]
        assert "so it should have moved by −0.20 at this rate." in desk.verdict
        assert desk.verdict.endswith("· two steps in a row   not reached")
        assert desk.screen.editor.failed == 2
        assert "wrong" in desk.head
        assert desk.path.read_text() == WRONG
        assert store.practice.attempt("one_step").attempts == 1


async def test_what_was_typed_just_before_the_check_key_is_checked(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        for key in ("n", "s", "ctrl+r"):
            desk.pilot.app.simulate_key(key)
        await desk.settle()
        assert "    ns\n" in desk.kernel.checks[-1].answer


async def test_f5_checks_outside_the_text_too(make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("escape")
        assert not desk.kernel.checks
        await desk.press("f5")
        assert len(desk.kernel.checks) == 1


async def test_the_kernel_is_told_which_answer_to_expect(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        assert set(desk.kernel.expected) == {"one_step"}
        await desk.press("escape", "n")
        assert desk.kernel.expected[-1] != "one_step"


async def test_saving_checks_what_is_new_and_leaving_the_text_does_only_where_that_was_asked_for(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("ctrl+s")
        assert not desk.kernel.checks
        await desk.write(WRONG)
        await desk.press("ctrl+s")
        assert [check.answer for check in desk.kernel.checks] == [WRONG]
        desk.kernel.wrong()
        await desk.settle()
        await desk.press("escape")
        assert len(desk.kernel.checks) == 1
        await desk.press("enter", "x", "escape")
        assert len(desk.kernel.checks) == 1
        assert desk.path.read_text() == f"x{WRONG}"
        await desk.press("w")
        assert "leave it with esc" in desk.notice
        await desk.press("enter", "y", "escape")
        assert [check.answer for check in desk.kernel.checks][1:] == [f"xy{WRONG}"]


async def test_checking_while_one_types_is_a_setting(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(WRONG)
        desk.screen.files.paused()
        await desk.settle()
        assert not desk.kernel.checks
        desk.screen.set_focus(None)
        await desk.press("w")
        assert store.setting("check_typing", False)
        desk.screen.files.paused()
        await desk.settle()
        assert [check.answer for check in desk.kernel.checks] == [WRONG]


async def test_a_verdict_on_an_earlier_text_says_so(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(RIGHT)
        await desk.press("ctrl+r")
        await desk.write(WRONG)
        desk.kernel.right()
        await desk.settle()
        assert desk.verdict.startswith("checks · for an earlier text · ✓ right")
        assert "n goes on" not in desk.verdict
        assert not desk.task.solution
        await desk.write(RIGHT)
        assert desk.verdict.startswith("checks · ✓ right")


async def test_a_later_check_takes_the_place_of_the_one_that_runs(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(WRONG)
        await desk.press("ctrl+r")
        await desk.write(RIGHT)
        await desk.press("ctrl+r")
        assert desk.kernel.canceled == [1]
        desk.kernel.answer("killed", "canceled", check=1)
        await desk.settle()
        assert "checking…" in desk.verdict
        desk.kernel.right()
        await desk.settle()
        assert desk.verdict.startswith("checks · ✓ right")


async def test_a_running_check_can_be_canceled_and_typing_goes_on(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        for key in ("escape", "ctrl+c"):
            await desk.press("ctrl+r")
            await desk.press(key)
            assert "The check was canceled." in desk.verdict
            assert desk.screen.focused is desk.screen.editor
            await desk.press("a")
        assert desk.kernel.canceled == [1, 2]
        assert "    aa\n" in desk.text


async def test_what_does_not_run_is_marked_at_its_line(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("ctrl+r")
        desk.kernel.answer("error", "NameError: name '[bold]w' is not defined", line=6, output="[red]one\x1b[2J\ntwo\n")
        await desk.settle()
        assert desk.screen.editor.failed == 6
        assert "✗ NameError: name '[bold]w' is not defined (line 6)" in desk.verdict
        assert "Your code printed:\n[red]one\ntwo" in desk.verdict
        assert "does not run" in desk.head


async def test_while_torch_starts_the_check_waits(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), warm=False) as desk:
        await desk.press("ctrl+r")
        assert "Torch is still starting" in desk.verdict
        desk.kernel.warm()
        await desk.settle()
        assert "checking…" in desk.verdict


async def test_a_kernel_that_is_started_anew_is_told_without_a_word_of_cells(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("ctrl+r", "ctrl+g")
        assert "The kernel was restarted. The check ended without a verdict" in desk.verdict


async def test_a_lost_kernel_is_told_and_the_next_check_starts_another(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("ctrl+r")
        desk.kernel.lose("The line to the kernel dropped.")
        await desk.settle()
        assert "The line to the kernel dropped. The check ended without a verdict; ctrl+r checks again." in desk.verdict
        await desk.press("ctrl+r")
        assert len(kernels.kernels) == 2
        kernels.kernel.warm()
        kernels.kernel.right()
        await desk.settle()
        assert desk.verdict.startswith("checks · ✓ right")


# ------------------------------------------------------------------------------------------- hints, solution, going on


async def test_hints_come_one_at_a_time_and_stay(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("escape")
        for shown in (1, 2, 3, 3):
            await desk.press("h")
            assert desk.task.hints == shown
        assert desk.notice == "There are no more hints. s shows a good answer."
        await desk.press("escape")
        again = make_screen()
        await desk.pilot.app.push_screen(again)
        await desk.settle()
        assert again.query_one("TaskPanel").hints == 3
    assert store.practice.attempt("one_step").hints == 3


async def test_before_the_answer_is_right_the_solution_asks_once(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("escape", "s")
        assert not desk.task.solution
        assert "s again shows a good one" in desk.notice
        await desk.press("s")
        assert desk.task.solution
        assert store.practice.attempt("one_step").solution_seen
        await desk.press("s")
        assert not desk.task.solution


async def test_after_a_right_answer_all_stays_with_another_beside_it(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(RIGHT)
        await desk.press("ctrl+r")
        desk.kernel.right()
        await desk.settle()
        assert desk.pilot.app.screen is desk.screen
        assert desk.text == RIGHT
        assert desk.task.solution
        headings = [str(heading.render()) for heading in desk.task.query(".heading")]
        assert headings == ["Learnt", "One good answer", "Also right"]
        assert "n goes on to the next exercise" in desk.verdict
    assert store.practice.attempt("one_step").status == "right"


async def test_going_on_by_itself_is_a_setting(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        desk.screen.set_focus(None)
        await desk.press("g")
        assert desk.notice == "After a right answer the next exercise opens."
        await desk.write(RIGHT)
        await desk.press("ctrl+r")
        desk.kernel.right()
        await desk.settle()
        screen = desk.pilot.app.screen
        assert isinstance(screen, ExerciseScreen)
        assert screen.exercise.slug == "mean_loss"


async def test_next_skips_what_is_not_right_and_comes_back_to_it(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    store.practice.checked("mean_loss", "", "right")
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        seen = []
        await desk.press("escape")
        for _ in range(2):
            await desk.press("n")
            screen = desk.pilot.app.screen
            assert isinstance(screen, ExerciseScreen)
            seen.append(screen.exercise.slug)
        assert seen == ["too_far", "one_step"]
        assert store.practice.attempt("one_step").status == "skipped"
        store.practice.checked("too_far", "", "right")
        await desk.press("n")
        assert "Every other exercise is right." in str(desk.pilot.app.screen.query_one("#notice").render())


async def test_to_go_on_into_another_lesson_is_said_and_within_one_it_is_not(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        said = []
        await desk.press("escape")
        for _ in range(3):
            await desk.press("n")
            said.append(" ".join(str(desk.pilot.app.screen.query_one("#notice", Static).content).split()))
        assert said == [
            "",
            "This one belongs to another lesson: The learning rate.",
            "This one belongs to another lesson: Linear regression.",
        ]


async def test_escape_leaves_the_text_and_then_the_exercise(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write(WRONG)
        await desk.press("escape")
        assert desk.pilot.app.screen is desk.screen
        desk.kernel.wrong()
        await desk.press("escape")
        assert isinstance(desk.pilot.app.screen, HomeScreen)
        assert desk.path.read_text() == WRONG


async def test_an_answer_is_kept_when_the_tutor_is_left_at_once(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        desk.screen.editor.replace_all(WRONG)
        path = desk.path
    assert path.read_text() == WRONG
