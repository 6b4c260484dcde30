"""The laboratory: what is asked is not given away, and each run, guess and number says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from test_lesson_screen import LABORATORY, TINY, drawn, last_run, open_lesson, trained
from textual.pilot import Pilot

from tutor.charts.drawing import Size
from tutor.charts.labels import Curve
from tutor.kernel.protocol import events, requests
from tutor.learner.progress import Store
from tutor.ui.app import TutorApp
from tutor.ui.lesson.cell_state import Training
from tutor.ui.lesson.controls import Presets
from tutor.ui.lesson.past import run_label, told_apart
from tutor.ui.lesson.question import PredictionBox
from tutor.ui.stage.panels import NumbersPanel
from tutor.ui.stage.readout import readout
from tutor.views.curves.draw import curves
from tutor.views.curves.history import History
from tutor.views.packing import pack

MakeApp = Callable[..., TutorApp]
SWINGS = [16 * 0.25**n for n in range(8)]


def ran(rate: float, steps: int = 3) -> Training:
    history = History()
    history.add(["loss"], range(steps), [[1.0] * steps])
    return Training(history, {"rate": rate})


def swept(kernels: FakeFactory) -> None:
    """The kernel ran the cell of all presets, and before it the one above."""
    run = last_run(kernels)
    trained(kernels, [16.0, 4.0, 1.0], finish=False)
    say, where = kernels.kernel.say, (run.session, run.run, 4)
    say(events.CellStarted(*where))
    columns = (pack([16.0, 4.0, 1.0]), pack([16.0, 2.0, 0.5]))
    say(events.Steps(*where, ("loss[0.25]", "loss[0.75]"), pack(range(3)), columns))
    say(events.CellFinished(*where, "ok", 0.25))
    say(events.RunFinished(run.session, run.run, "ok", 0.25))


async def test_all_presets_wait_for_the_guesses_unless_one_insists(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "a")
        await settle(pilot)
        assert not kernels.kernel.sent_of(requests.Run)
        assert "What will a rate of 0.75 do?" in " ".join(one.message for one in pilot.app._notifications)
        await pilot.press("a")
        await settle(pilot)
        assert last_run(kernels).cells[-1].number == 4


async def test_under_all_presets_the_numbers_are_theirs(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("escape", "a", "a")
        await settle(pilot)
        swept(kernels)
        panels = await drawn(pilot)
        assert "2 0.75" in panels["step 2 · all presets"], panels
        assert "0.5" in panels["step 2 · all presets"]
        screen.action_ghost()
        assert "step 2" in await drawn(pilot)


async def guessed(pilot: Pilot[Any], kernels: FakeFactory) -> PredictionBox:
    screen = await open_lesson(pilot, kernels, LABORATORY)
    box = screen.query_one(PredictionBox)
    assert isinstance(box, PredictionBox)
    box.focus()
    await pilot.press("3")
    await settle(pilot)
    trained(kernels, SWINGS)
    await settle(pilot)
    return box


async def test_a_guess_belongs_to_the_run_that_it_began(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        box = await guessed(pilot, kernels)
        assert (box.hit, box.outcome[:9]) == (True, "It swung ")
        await pilot.press("ctrl+r")
        await settle(pilot)
        trained(kernels, [16.0 * 4.0**n for n in range(8)])
        await settle(pilot)
        assert (box.hit, box.outcome[:9]) == (True, "It swung ")


async def test_guesses_verdicts_and_runs_are_there_again_after_a_restart(
    make_app: MakeApp, kernels: FakeFactory, store: Store
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await guessed(pilot, kernels)
        await pilot.press("1", "ctrl+r")
        await settle(pilot)
        trained(kernels, [16.0, 9.0, 5.0])
        await settle(pilot)
    again = Store(store.home, TutorApp(course=TINY, store=store).store._course)
    async with make_app(course=TINY, store=again).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        box = screen.query_one(PredictionBox)
        assert (box.chosen, box.hit, box.outcome[:9]) == (2, True, "It swung ")
        cell = screen.state.notebook[3]
        assert cell.training is not None
        assert [one.controls["rate"] for one in [*cell.ghosts, cell.training]] == [0.75, 0.25]
        said = await drawn(pilot)
        assert any("earlier, 0.75: loss" in text for text in said.values()), said


async def test_a_digit_stands_only_where_it_answers(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await open_lesson(pilot, kernels, LABORATORY)
        box, presets = screen.query_one(PredictionBox), screen.query_one(Presets)

        def keys() -> tuple[bool, bool]:
            return box.has_focus, presets.keyed

        box.focus()
        await settle(pilot)
        assert keys() == (True, False)
        assert "1 " not in presets.render().plain
        await pilot.press("escape")
        await settle(pilot)
        assert keys() == (False, True)
        assert presets.render().plain.startswith("1 0.25")


def test_the_regime_is_that_of_the_rate_since_it_was_moved() -> None:
    swings = [16 * 0.25**n for n in range(12)]
    calm = [swings[-1] * 0.5**n for n in range(30)]
    gradients = [(-1.0) ** n * 2 * loss**0.5 for n, loss in enumerate(swings)] + [loss**0.5 for loss in calm]
    loss = [*swings, *calm]

    def said(since: int) -> str:
        panel = NumbersPanel("step", (), loss, (gradients,), 20, since, len(loss), 0.005)
        return readout(panel, Size(40, 4), "braille").text()

    assert "oscillating at 0.005" in said(0)
    assert "hardly moves any more at 0.005" in said(12), "what was left to fall was too little to call it slow"


def test_a_control_that_was_moved_has_its_mark_on_the_curve() -> None:
    line = Curve("", range(50), [50.0 - n for n in range(50)])
    drawing, frame = curves(Size(60, 12), [line], steps_hint=50, moves=[(20, "0.005")])
    assert frame is not None
    column = frame.column_of(20)
    assert column is not None
    rows = drawing.text().split("\n")
    assert any(row[column : column + 1] == "◆" for row in rows)
    assert "0.005" in drawing.text()


def test_two_runs_at_one_rate_are_told_apart() -> None:
    assert told_apart([ran(0.1), ran(0.2)]) == ["0.1", "0.2"]
    assert told_apart([ran(0.1, 3), ran(0.1, 9)]) == ["0.1, 3 steps", "0.1, 9 steps"]
    assert told_apart([ran(0.1), ran(0.1)]) == ["2 runs ago", "1 run ago"]
    assert told_apart([ran(0.1, 3), ran(0.1, 9), ran(0.1, 9)])[0] == "0.1, 3 steps"
    moved = ran(0.1)
    moved.moves.append((1, "rate", 0.3))
    assert told_apart([ran(0.1), moved]) == ["0.1", "0.1 → 0.3"]


@pytest.mark.parametrize("runs", [(ran(0.028, 100), ran(0.028, 50)), (ran(0.028, 100), ran(0.028, 100))])
def test_names_that_tell_runs_apart_stand_whole_in_the_legend_of_the_smallest_chart_that_has_one(
    runs: tuple[Training, Training],
) -> None:
    names = told_apart(runs)
    lines = [Curve(name, range(9), [9.0 - n * k for n in range(9)], faint=True) for k, name in enumerate(names)]
    drawing, _ = curves(Size(36, 8), lines)
    assert all(name in drawing.text() for name in names)


def test_a_number_that_is_no_rate_is_named_beside_a_step() -> None:
    run = Training(controls={"steps": 100})
    assert run_label(run) == "steps 100"
    assert told_apart([run], run) == ["1 run ago"]


def test_the_name_of_a_run_whose_rate_was_moved_stands_whole_on_a_small_curve() -> None:
    lines = [
        Curve("0.028 → 0.025", range(9), [9.0 - n for n in range(9)], faint=True),
        Curve("0.03", range(9), [1.0] * 9),
    ]
    drawing, _ = curves(Size(37, 9), lines)
    assert "0.028 → 0.025" in drawing.text()
