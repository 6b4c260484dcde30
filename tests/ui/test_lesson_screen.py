"""The lesson screen, with a kernel that says what the test lets it say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import TextArea

from tutor.course.catalogue import load_course
from tutor.kernel.client.client import Lost
from tutor.kernel.protocol import events, requests
from tutor.learner.progress import Store
from tutor.ui.app import TutorApp
from tutor.ui.lesson.cell import CellBox, OutputView
from tutor.ui.lesson.controls import ControlBar, Presets, Track
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.question import PredictionBox, Question, QuizBox
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.panel_grid import PanelGrid, PanelView
from tutor.views.packing import pack
from tutor.views.values.data import TextView

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")
LABORATORY = 1
"""The screen of the lesson 'slope' that trains; its cell is number 3."""


async def open_lesson(pilot: Pilot[Any], kernels: FakeFactory, index: int = 0) -> LessonScreen:
    app = pilot.app
    assert isinstance(app, TutorApp)
    await settle(pilot)
    kernels.kernel.warm()
    await app.open_lesson("slope", index)
    await settle(pilot)
    screen = app.screen
    assert isinstance(screen, LessonScreen)
    return screen


async def drawn(pilot: Pilot[Any]) -> dict[str, str]:
    """The panels on the stage, by title, once nothing waits to be drawn."""
    await settle(pilot)
    await pilot.app.screen.query_one(PanelGrid).quiet.wait()
    await settle(pilot)
    return {str(view.border_title): view.drawing.text() for view in pilot.app.screen.query(PanelView)}


def last_run(kernels: FakeFactory) -> requests.Run:
    run = kernels.kernel.sent_of(requests.Run)[-1]
    assert isinstance(run, requests.Run)
    return run


def trained(kernels: FakeFactory, losses: list[float], *, cell: int = 3, finish: bool = True) -> None:
    """The kernel ran what it was asked for last: `cell` reported these losses, with x and its gradient."""
    run = last_run(kernels)
    say, where = kernels.kernel.say, (run.session, run.run, cell)
    say(events.CellStarted(*where))
    xs = [(-1) ** n * loss**0.5 for n, loss in enumerate(losses)]
    columns = (pack(losses), pack(xs), pack([2 * x for x in xs]))
    say(events.Steps(*where, ("loss", "x", "grad_x"), pack(range(len(losses))), columns))
    if finish:
        say(events.CellFinished(*where, "ok", 0.25, used=dict(run.controls)))
        say(events.RunFinished(run.session, run.run, "ok", 0.25))


def said(screen: LessonScreen, number: int) -> str:
    """What stands under a cell."""
    box = next(box for box in screen.query(CellBox) if box.number == number)
    return str(box.query_one(OutputView).content)


async def test_the_run_key_sends_the_cell_and_those_above_it(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("tab", "ctrl+r")
        await settle(pilot)
        run = last_run(kernels)
        assert [cell.number for cell in run.cells] == [1, 2]
        assert run.cells[1].source == "start * 2"
        assert screen.state.notebook[2].phase == "waiting"


async def test_keys_that_come_faster_than_the_screen_takes_them_keep_their_order(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        for key in ("n", "ctrl+r"):
            pilot.app.simulate_key(key)
        await settle(pilot)
        assert screen.state.index == 1
        assert [cell.number for cell in last_run(kernels).cells] == [1, 2, 3]


async def test_a_character_typed_just_before_the_run_key_is_part_of_what_runs(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("tab", "enter", "end")
        await settle(pilot)
        for key in ("0", "ctrl+r"):
            pilot.app.simulate_key(key)
        await settle(pilot)
        assert last_run(kernels).cells[1].source == "start * 20"
        assert screen.state.notebook[2].source == "start * 20"


async def test_what_a_cell_writes_and_shows_stands_under_it_to_the_letter(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("ctrl+r")
        await settle(pilot)
        run = last_run(kernels)
        say, where = kernels.kernel.say, (run.session, run.run, 1)
        say(events.CellStarted(*where))
        say(events.Output(*where, "stdout", "[/red] [b]bold[/b] \x1b[31m \x00 漢字 e\u0301\n"))
        say(events.Shown(*where, "", TextView("[x]", "list")))
        failure = events.Failure("NameError: name '[/i]' is not defined", "NameError", 2, explanation="[u]What[/u]")
        say(events.CellFinished(*where, "error", 0.1, failure))
        say(events.RunFinished(run.session, run.run, "error", 0.1))
        await settle(pilot)
        text = said(screen, 1)
        assert "[/red] [b]bold[/b]  ␀ 漢字 e\u0301" in text
        assert "[x]" in text
        assert "line 2: NameError: name '[/i]' is not defined" in text
        assert "[u]What[/u]" in text


async def test_a_training_fills_the_stage_and_can_be_looked_back_on(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 40)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "ctrl+r")
        await settle(pilot)
        trained(kernels, [16.0, 4.0, 1.0, 0.25])
        panels = await drawn(pilot)
        assert "loss, log axis" in panels
        assert "0.25" in panels["step 3"]
        await pilot.press("left", "left")
        panels = await drawn(pilot)
        assert screen.state.viewpoint.cursor == 1
        assert "loss" in panels["step 1"]
        assert "4" in panels["step 1"]
        await pilot.press("end")
        assert "step 3" in await drawn(pilot)


async def test_a_control_moved_in_mid_run_goes_to_the_kernel(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "ctrl+r")
        await settle(pilot)
        trained(kernels, [16.0, 4.0], finish=False)
        await pilot.press("2", "right_square_bracket")
        await settle(pilot)
        moves = [m for m in kernels.kernel.sent_of(requests.SetControl) if isinstance(m, requests.SetControl)]
        assert moves[0] == requests.SetControl(1, "rate", 0.75)
        assert isinstance(moves[1].value, float)
        assert 0.75 < moves[1].value < 1.0
        assert screen.query_one(Track).value == moves[1].value


async def test_a_typed_value_out_of_range_is_met_with_what_is_allowed(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "equals_sign", "7", "enter")
        await settle(pilot)
        assert "from 0.01 to 1.5; 7 is outside" in str(screen.query_one("Ask .why").render())
        assert screen.state.notebook.controls["rate"] == 0.25
        await pilot.press("backspace", "1", ".", "2", "enter")
        await settle(pilot)
        assert screen.state.notebook.controls["rate"] == 1.2
        assert not screen.query("Ask")


async def test_letters_typed_into_a_cell_are_text_and_escape_makes_them_commands_again(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("enter", "n", "p", "q", "1", "space")
        await settle(pilot)
        assert screen.state.index == 0
        assert screen.state.notebook[1].source.startswith("npq1 import torch")
        await pilot.press("escape", "n")
        await settle(pilot)
        assert screen.state.index == 1


async def test_an_edit_marks_what_rests_on_it_and_is_kept(
    make_app: MakeApp, store: Store, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("ctrl+r")
        await settle(pilot)
        run = last_run(kernels)
        kernels.kernel.say(events.CellStarted(run.session, run.run, 1))
        kernels.kernel.say(events.CellFinished(run.session, run.run, 1, "ok", 0.1))
        kernels.kernel.say(events.RunFinished(run.session, run.run, "ok", 0.1))
        await pilot.press("enter", "x")
        await settle(pilot)
        box = screen.query(CellBox).first()
        assert str(box.editor.border_subtitle) == "edited ● · changed since it ran"
    kept = Store(store.home).open("slope", {code.number: code.source for code in screen.state.lesson.cells})
    assert kept.edits[1].startswith("ximport torch")


async def test_a_prediction_runs_at_its_value_and_is_compared_with_what_happened(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        assert isinstance(screen.focused, PredictionBox)
        await pilot.press("3")
        await settle(pilot)
        assert last_run(kernels).controls["rate"] == 0.75
        trained(kernels, [16 * 0.25**n for n in range(8)])
        await settle(pilot)
        box = screen.query_one(PredictionBox)
        assert box.hit is True
        assert str(screen.query_one("#verdict").render()).startswith("✓ You said oscillating. It swung")


async def test_a_quiz_says_why_and_can_be_answered_again(make_app: MakeApp, store: Store, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        quiz = screen.query_one(QuizBox)
        quiz.focus()
        await pilot.press("2")
        await settle(pilot)
        assert "✗ Not right. the gradient points uphill." in quiz.verdict().plain
        await pilot.press("1")
        await settle(pilot)
        assert "✓ Right." in quiz.verdict().plain
        assert quiz.key in store.lesson("slope").answers


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_quiz_that_is_answered_by_key_is_seen_with_its_verdict(
    make_app: MakeApp, kernels: FakeFactory, size: tuple[int, int]
) -> None:
    async with make_app(course=TINY).run_test(size=size) as pilot:
        screen = await open_lesson(pilot, kernels)
        page, quiz = screen.query_one(Page), screen.query_one(QuizBox)
        quiz.focus(scroll_visible=False)
        page.scroll_to(y=quiz.virtual_region.y + 4 - page.size.height, animate=False)
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert quiz.chosen == 1
        top, bottom = page.scroll_offset.y, page.scroll_offset.y + page.size.height
        assert quiz.virtual_region.bottom <= bottom
        assert quiz.virtual_region.y >= top or quiz.virtual_region.height > page.size.height


async def test_a_question_that_is_asked_first_has_its_keys_in_the_first_frame(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await screen.show_screen(LABORATORY)
        assert screen.focused is screen.query_one(PredictionBox)


async def test_while_torch_starts_nothing_is_asked_of_a_kernel_that_has_no_names_yet(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app, TutorApp)
        await pilot.app.open_lesson("slope", 0)
        await settle(pilot)
        await pilot.press("ctrl+r", "i")
        await settle(pilot)
        assert kernels.kernel.sent_of(requests.Inspect) == []
        assert "Torch is still starting" in " ".join(one.message for one in pilot.app._notifications)


@pytest.mark.parametrize("index", [0, LABORATORY])
async def test_a_key_answers_no_question_that_is_out_of_sight_but_brings_it_into_view(
    make_app: MakeApp, kernels: FakeFactory, index: int
) -> None:
    async with make_app(course=TINY).run_test(size=(60, 10)) as pilot:
        screen = await open_lesson(pilot, kernels, index)
        page, question = screen.query_one(Page), screen.query_one(Question)
        question.focus(scroll_visible=False)
        page.scroll_home(animate=False)
        await settle(pilot)
        assert question.virtual_region.y + 3 >= page.size.height, "the second answer is below the page"
        await pilot.press("2")
        await settle(pilot)
        assert question.chosen is None
        assert not kernels.kernel.sent_of(requests.Run)
        assert question.virtual_region.y < page.scroll_offset.y + page.size.height
        await pilot.press("2")
        await settle(pilot)
        assert question.chosen == 1


async def test_an_earlier_run_stays_as_a_ghost_with_its_readout(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 40)) as pilot:
        await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape")
        for key, losses in (("1", [16.0, 4.0, 1.0]), ("2", [16.0, 9.0, 5.0])):
            await pilot.press(key, "ctrl+r")
            await settle(pilot)
            trained(kernels, losses)
        assert "earlier, 0.25: loss 1" in (await drawn(pilot))["step 2 · 0.75"]
        await pilot.press("g", "g")
        assert "earlier" not in (await drawn(pilot))["step 2 · 0.75"]


async def test_space_holds_and_goes_on_and_the_full_stop_steps(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "space")
        await settle(pilot)
        trained(kernels, [16.0], finish=False)
        await pilot.press("space")
        run = last_run(kernels)
        kernels.kernel.say(events.Held(run.session, run.run, 3, True, 1))
        await settle(pilot)
        assert "⏸ paused" in str(screen.query_one(Presets).render())
        await pilot.press("full_stop", "space")
        kinds = [type(message) for message in kernels.kernel.sent[-3:]]
        assert kinds == [requests.Pause, requests.Step, requests.Resume]


async def test_a_lost_kernel_is_named_in_the_cell_and_the_next_run_starts_another(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("ctrl+r")
        await settle(pilot)
        kernels.kernel.say(Lost("The kernel ended: out of memory."))
        await settle(pilot)
        assert "The kernel ended: out of memory." in said(screen, 1)
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert len(kernels.kernels) == 2
        assert kernels.kernel.sent_of(requests.Run)


async def test_run_all_runs_one_cell_after_another_and_stops_at_a_failure(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await open_lesson(pilot, kernels)
        await pilot.press("r")
        await settle(pilot)
        assert [cell.number for cell in last_run(kernels).cells] == [1]
        run = last_run(kernels)
        kernels.kernel.say(events.CellStarted(run.session, run.run, 1))
        kernels.kernel.say(events.CellFinished(run.session, run.run, 1, "ok", 0.1))
        kernels.kernel.say(events.RunFinished(run.session, run.run, "ok", 0.1))
        await settle(pilot)
        run = last_run(kernels)
        assert [cell.number for cell in run.cells] == [1, 2]
        kernels.kernel.say(events.RunFinished(run.session, run.run, "error", 0.1))
        await settle(pilot)
        assert last_run(kernels) is run


async def test_run_all_stops_where_the_program_asks_for_its_end(make_app: MakeApp, kernels: FakeFactory) -> None:
    app = make_app(course=TINY)
    async with app.run_test(size=(100, 30)) as pilot:
        await open_lesson(pilot, kernels)
        await pilot.press("r")
        await settle(pilot)
        run = last_run(kernels)
        kernels.kernel.say(events.CellStarted(run.session, run.run, 1))
        kernels.kernel.say(events.CellFinished(run.session, run.run, 1, "ok", 0.1, exits=True))
        kernels.kernel.say(events.RunFinished(run.session, run.run, "ok", 0.1))
        await settle(pilot)
        assert last_run(kernels) is run
        said = [str(one.message) for one in app._notifications]
        assert said == ["The program asked for its end in cell 1; the cells below are not run."]


async def test_the_original_comes_back_and_so_does_the_learners_text(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        original = screen.state.notebook[1].source
        await pilot.press("enter", "x", "escape", "z")
        await settle(pilot)
        assert screen.state.notebook[1].source == original
        await pilot.press("z")
        await settle(pilot)
        assert screen.state.notebook[1].source == "x" + original


async def test_events_that_come_while_a_page_is_turned_are_drawn_once_it_is_there(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        await pilot.press("ctrl+r")
        await settle(pilot)
        run = last_run(kernels)
        kernels.kernel.say(events.CellStarted(run.session, run.run, 1))
        page = screen.query_one(Page)
        box = CellBox(screen.state.lesson.cells[3], screen.state.notebook[4])
        page.mount(box)  # on the page, without its parts yet
        assert not box.whole
        page.follow(screen.state.notebook[1], screen.state.notebook)
        page.reveal(4)
        await settle(pilot)
        page.follow(screen.state.notebook[1], screen.state.notebook)
        assert box.whole


async def test_texts_of_cells_that_the_lesson_has_changed_are_kept_and_shown(
    make_app: MakeApp, store: Store, kernels: FakeFactory
) -> None:
    store.open("slope", {1: "as it was long ago"})
    store.keep("slope", edits={1: "mine, of then"}, controls={})
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        assert not screen.state.notebook[1].edited
        await pilot.press("y")
        await settle(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "# cell 1, as you had it\nmine, of then"


@pytest.mark.parametrize(("size", "wide"), [((80, 24), False), ((120, 40), True)])
async def test_the_stage_stands_below_or_beside_the_text_and_a_key_gives_either_all(
    make_app: MakeApp, kernels: FakeFactory, size: tuple[int, int], wide: bool
) -> None:
    async with make_app(course=TINY).run_test(size=size) as pilot:
        screen = await open_lesson(pilot, kernels, 2)
        assert screen.has_class("-alone")
        assert "v" not in screen.active_bindings  # without a stage there is nothing to choose
        await pilot.press("ctrl+r")
        await settle(pilot)
        trained(kernels, [4.0, 2.0], cell=4)
        await drawn(pilot)
        assert "v" in screen.active_bindings
        page, stage = screen.query_one("Page"), screen.query_one(PanelGrid)
        assert (page.region.right <= stage.region.x) if wide else (page.region.bottom <= stage.region.y)
        await pilot.press("v")
        await settle(pilot)
        assert not page.display
        await pilot.press("v")
        await settle(pilot)
        assert page.display
        assert not stage.display


async def test_controls_stand_only_on_screens_that_use_them(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels)
        assert [track.spec.name for track in screen.query_one(ControlBar).tracks] == []
        await pilot.press("n")
        await settle(pilot)
        assert [track.spec.name for track in screen.query_one(ControlBar).tracks] == ["rate", "count", "sign"]


def test_lesson_screens_look_as_they_did(make_app: MakeApp, kernels: FakeFactory, snap_compare: Any) -> None:
    async def train(pilot: Pilot[Any]) -> None:
        await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "ctrl+r")
        await settle(pilot)
        trained(kernels, [16 * 0.6**n for n in range(12)])
        await drawn(pilot)

    assert snap_compare(make_app(course=TINY), terminal_size=(100, 30), run_before=train)


def test_a_lesson_fits_the_smallest_terminal(make_app: MakeApp, kernels: FakeFactory, snap_compare: Any) -> None:
    async def read(pilot: Pilot[Any]) -> None:
        await open_lesson(pilot, kernels)

    assert snap_compare(make_app(course=TINY), terminal_size=(80, 24), run_before=read)
