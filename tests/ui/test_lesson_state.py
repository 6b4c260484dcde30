"""What the screen of a lesson knows, without a screen: where one is, what the stage shows, how one looks at it."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from fake_kernel import FakeFactory

from tutor.course.catalogue import load_course
from tutor.kernel.protocol import events
from tutor.ui.kernel_link import KernelLink
from tutor.ui.lesson.cell_state import Training
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.runner import LessonRunner
from tutor.ui.lesson.state import LessonState, panel_after, turned
from tutor.ui.stage.panels import NumbersPanel, Scene

SLOPE = load_course(Path(__file__).parent.parent / "tiny_course").lesson("slope")
LABORATORY, ALL_PRESETS = 1, 2


@pytest.fixture
def state(kernels: FakeFactory) -> LessonState:
    assert SLOPE is not None
    notebook = Notebook(SLOPE)
    link = KernelLink(kernels, lambda _message: None)
    return LessonState(notebook, LessonRunner(notebook, link, device="cpu", pace=None, on_change=lambda *_: None))


def trained(*losses: float) -> Training:
    training = Training(controls={"rate": losses[0]})
    training.history.add(["loss"], array("d", range(len(losses))), [array("d", losses)])
    return training


def test_a_screen_opens_at_its_first_cell_that_waits(state: LessonState) -> None:
    state.turn_to(0)
    assert state.selected == 1
    state.notebook[1].phase = "ok"
    state.turn_to(0)
    assert state.selected == 2


def test_turning_forgets_what_was_still_to_run_and_how_one_looked_but_not_whether_ghosts_are_shown(
    state: LessonState,
) -> None:
    state.turn_to(LABORATORY)
    state.notebook[3].training = trained(3.0, 2.0, 1.0)
    state.queue, state.layout = [3], "stage"
    state.look_by(-1)
    state.leaf_through_ghosts()
    assert (state.viewpoint.cursor, state.viewpoint.ghosts) == (1, False)
    state.turn_to(ALL_PRESETS)
    assert (state.queue, state.layout) == ([], "both")
    assert (state.viewpoint.cursor, state.viewpoint.ghosts) == (None, False)


def test_the_cell_that_trains_is_the_screen_s_and_not_that_of_all_presets(state: LessonState) -> None:
    state.turn_to(LABORATORY)
    assert (state.training_cell, state.sweep_cell) == (3, 4)
    assert [control.name for control in state.controls] == ["rate", "count", "sign"]
    assert state.in_laboratory
    state.turn_to(0)
    assert not any(state.trains(cell.number) for cell in state.cells)


def test_a_loop_that_the_text_does_not_show_is_known_while_the_kernel_tells_of_it(state: LessonState) -> None:
    state.notebook.edit(2, "from tutor.live import steps\nfor _ in steps(3): ...")
    state.notebook.begin(2)
    state.notebook.run = 1
    trains = [state.trains(2)]
    for message in (
        events.CellStarted(1, 1, 2),
        events.Loop(1, 1, 2, 0, 3),
        events.Held(1, 1, 2, True, 0),
        events.CellFinished(1, 1, 2, "ok", 0.1),
    ):
        state.notebook.apply(message)
        trains.append(state.trains(2))
    assert trains == [False, False, True, True, False]


def test_one_looks_back_no_further_than_the_first_step_and_on_no_further_than_the_last(state: LessonState) -> None:
    state.turn_to(LABORATORY)
    assert not state.look_by(-1)
    state.notebook[3].training = trained(3.0, 2.0, 1.0)
    looked = []
    for by in (-1, -10, 1, 10):
        assert state.look_by(by)
        looked.append(state.viewpoint.cursor)
    assert looked == [1, 0, 1, 2]


def test_earlier_runs_are_leafed_through_all_then_one_by_one_then_none(state: LessonState) -> None:
    state.turn_to(LABORATORY)
    cell = state.notebook[3]
    cell.training, cell.ghosts = trained(3.0, 1.0), [trained(2.0, 1.0), trained(4.0, 1.0)]
    seen = []
    for _ in range(5):
        state.leaf_through_ghosts()
        seen.append((state.viewpoint.ghosts, state.viewpoint.ghost))
    assert seen == [(True, 0), (True, 1), (False, None), (True, None), (True, 0)]


def test_a_run_of_another_cell_marks_anew_and_takes_the_sweep_away(state: LessonState) -> None:
    state.turn_to(LABORATORY)
    state.notebook.target = 3
    state.lay_sweep_over()
    state.mark("curve 3 loss")
    state.look_at_run(3)
    assert (state.viewpoint.sweep, state.viewpoint.marked) == (False, "curve 3 loss")
    state.lay_sweep_over()
    state.look_at_run(4)
    assert (state.viewpoint.sweep, state.viewpoint.marked) == (True, "")


def test_what_all_presets_would_give_away_is_named_until_it_is_answered(state: LessonState) -> None:
    state.turn_to(LABORATORY)
    assert "0.75" in state.still_asked(())
    assert state.still_asked({f"{LABORATORY}.1"}) == ""
    state.turn_to(0)
    assert state.still_asked(()) == ""


def test_of_panels_the_next_comes_round_and_pages_end_where_one_goes_far() -> None:
    scene = Scene(dict.fromkeys(("a", "b"), NumbersPanel("step", ())))
    assert [panel_after(scene, key) for key in ("a", "b", "gone")] == ["b", "a", "a"]
    assert panel_after(Scene(), "a") == ""
    assert [turned(2, by, 3) for by in (1, -1, 1000, -1000)] == [0, 1, 2, 0]
