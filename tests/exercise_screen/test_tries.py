"""An exercise that trains: its curve beside the checks while it forms, with the tries before it and the reference."""

from __future__ import annotations

import msgspec
import pytest
from exercising import Desk, MakeApp, MakeScreen, open_desk
from judging import FakeFactory

from tutor.charts.drawing import Size
from tutor.commands import verdicts
from tutor.kernel.protocol.checks import Checked, Trained, TrainingMeasured
from tutor.learner.practice import TrialRecord
from tutor.learner.progress import Store
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.exercise.tries import Tries, TriesPanel, curves_of
from tutor.views.curves.draw import curves

ONE, TWO = "def step():\n    return 1\n", "def step():\n    return 2\n"


def trained(*shares: float, parameters: int = 6410) -> Trained:
    return Trained(tuple(0.1 * at for at in range(1, len(shares) + 1)), shares, parameters, 0.91, 5.0, 20_000)


def panel(desk: Desk) -> TriesPanel:
    found: TriesPanel = desk.screen.query_one(TriesPanel)
    return found


def training(screen: ExerciseScreen) -> ExerciseScreen:
    """Of an exercise whose checks have the answer train."""
    screen.exercise = msgspec.structs.replace(screen.exercise, tests="training = check.TimedTraining(goal, x, y)\n")
    return screen


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_curve_forms_while_the_check_runs_and_stays_with_the_verdict(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store, size: tuple[int, int]
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), size=size) as desk:
        assert not panel(desk).display
        await desk.write(ONE)
        await desk.press("ctrl+r")
        desk.kernel.say(TrainingMeasured(1, trained(0.3, 0.6)))
        await desk.settle()
        assert panel(desk).display
        assert str(panel(desk).border_title) == "tries · training: 60.0 % right · 6,410 numbers · 0.2 of 5 s"
        assert "goal" in panel(desk).drawing.text()
        desk.kernel.answer("wrong", "less than the goal", trained=trained(0.3, 0.6, 0.8))
        await desk.settle()
        assert str(panel(desk).border_title) == "tries · 80.0 % right · 6,410 numbers · 0.3 of 5 s"
        (version,) = store.practice.versions("one_step")
        assert version.trial == TrialRecord.of(trained(0.3, 0.6, 0.8))
        assert panel(desk).size.height >= 5
        assert desk.screen.editor.size.height >= 3


async def test_earlier_tries_stay_beside_the_new_one_and_are_there_in_the_next_session(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        for text, shares in ((ONE, (0.5, 0.9)), (TWO, (0.4, 0.7))):
            await desk.write(text)
            await desk.press("ctrl+r")
            desk.kernel.answer("wrong", "less than the goal", trained=trained(*shares))
            await desk.settle()
        tries = desk.screen.state.tries
        assert tries.present == TrialRecord.of(trained(0.4, 0.7))
        assert tries.best == TrialRecord.of(trained(0.5, 0.9))
        assert "best before" in panel(desk).drawing.text()
        await desk.press("escape", "escape")
        await desk.pilot.app.push_screen(again := make_screen())
        await desk.settle()
        assert again.query_one(TriesPanel).display
        assert str(again.query_one(TriesPanel).border_title).startswith("tries · 2 so far · best: 90.0 % right")


async def test_the_reference_is_trained_beside_and_counts_for_no_try(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, training(make_screen())) as desk:
        await desk.write(ONE)
        await desk.press("ctrl+r")
        desk.kernel.answer("wrong", "less than the goal", trained=trained(0.5, 0.8))
        await desk.settle()
        await desk.press("escape", "b")
        assert desk.kernel.checks[-1].answer == desk.screen.exercise.solution
        assert "reference solution is being trained" in desk.notice
        desk.kernel.answer("right", trained=trained(0.7, 0.95))
        await desk.settle()
        assert "reference" in panel(desk).drawing.text()
        assert desk.notice == ""
        attempt = store.practice.attempt("one_step")
        assert attempt.reference == TrialRecord.of(trained(0.7, 0.95))
        assert (attempt.status, attempt.attempts, attempt.solution_seen) == ("tried", 1, False)
        assert desk.text == ONE
        await desk.press("o")
        assert "reference: 95.0 % right" in desk.pilot.app.screen.query_one("TextArea").text


async def test_the_reference_can_be_had_before_a_try_and_after_an_error_and_stands_in_the_footer(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, training(make_screen()), size=(80, 24), typing=False) as desk:
        assert "b compare" in desk.footer
        assert "esc back" in desk.footer
        await desk.press("b", "b")
        assert [one.answer for one in desk.kernel.checks] == [desk.screen.exercise.solution]
        assert "is being trained already" in desk.notice
        desk.kernel.answer("right", trained=trained(0.7, 0.95))
        await desk.settle()
        assert str(panel(desk).border_title).startswith("tries · reference: 95.0 % right")
        await desk.write("1 / 0\n")
        await desk.press("ctrl+r")
        desk.kernel.answer("error", "Line 1 stopped with ZeroDivisionError")
        await desk.settle()
        await desk.press("b")
        assert desk.kernel.checks[-1].answer == desk.screen.exercise.solution


async def test_an_exercise_that_trains_nothing_has_no_reference_to_train(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen(), typing=False) as desk:
        assert "b compare" not in desk.footer
        await desk.press("b")
        assert not desk.kernel.checks


def test_the_goal_is_on_the_axis_however_far_below_it_the_only_measurement_lies() -> None:
    lines, seconds = curves_of(Tries(present=TrialRecord.of(trained(0.05))))
    drawing, _ = curves(Size(60, 10), lines, log=False, x_label="s", steps_hint=seconds)
    numbers = [float(row.partition("┤")[0]) for row in drawing.text().splitlines() if "┤" in row]
    assert min(numbers) < 50 < max(numbers)


def test_of_many_tries_the_best_and_the_newest_are_drawn() -> None:
    kept = [TrialRecord.of(trained(0.01 * at, parameters=at)) for at in (9, *range(8))]
    tries = Tries(earlier=tuple(one for one in kept if one is not None))
    lines, seconds = curves_of(tries)
    assert [round(line.values[-1]) for line in lines] == [91, 4, 5, 6, 7, 9]
    assert seconds == 1
    assert len(tries.lines) == 9


def test_the_command_line_says_the_same_in_lines(make_screen: MakeScreen) -> None:
    exercise = make_screen().exercise
    checked = Checked(1, "wrong", "less", 1.0, trained=trained(0.2, *[0.5] * 40, 0.8))
    text = verdicts.as_text(exercise, ONE, checked)
    assert "the goal is 91 %" in text
    assert "20.0 %" in text
    assert "80.0 %" in text
    assert "6,410 of 20,000 numbers, 4.2 of 5 s" in text
    assert verdicts.as_data(exercise, checked)["trained"]["right"][-1] == 0.8
    assert "trained" not in verdicts.as_data(exercise, Checked(1, "wrong", "less", 1.0))
