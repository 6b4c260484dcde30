"""A running loop is watched and steered."""

from __future__ import annotations

import math

import pytest
from kernel_talk import Line, Seen, Talk

from tutor.kernel.protocol.connection import Fault
from tutor.kernel.protocol.events import CellFinished, ControlUsed, Held, Opened, Output, Reached, Steps
from tutor.kernel.protocol.message_bases import Limits

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = "import torch\nfrom tutor import live\nrate = live.slider('rate', 0.5, low=0.0, high=10.0)"
LOOP = "for step in live.steps({count}):\n    live.report(rate=rate.value)"
ENDLESS = LOOP.format(count=10**9)


def rates(talk: Talk) -> list[tuple[int, float]]:
    return [(step, values["rate"]) for step, values in Seen(talk.seen).rows()]


async def test_every_report_of_every_step_arrives_in_order(talk: Talk) -> None:
    seen = await talk.run(SETUP, "for i in live.steps(20_000):\n    live.report(a=i, b=-i)")
    assert seen.rows() == [(i, {"a": i, "b": -i}) for i in range(20_000)]


async def test_reports_of_mappings_tensors_and_odd_numbers(talk: Talk) -> None:
    loop = (
        "import numpy\n"
        "for i in live.steps(2):\n"
        "    live.report(loss={'low': 1, 'high': float('nan')}, w=torch.tensor([[2.5]]), n=numpy.float32(3), b=True)"
    )
    rows = (await talk.run(SETUP, loop)).rows()
    assert [step for step, _ in rows] == [0, 1]
    for _, values in rows:
        assert math.isnan(values.pop("loss[high]"))
        assert values == {"loss[low]": 1.0, "w": 2.5, "n": 3.0, "b": 1.0}


async def test_what_is_reported_together_stays_together(talk: Talk) -> None:
    loop = "for i in live.steps(3):\n    live.report(a=i)\n    live.report(b=i)\nlive.report(a=9)"
    seen = await talk.run(SETUP, loop)
    rows = {names: [row for m in seen.of(Steps) if m.names == names for row in m.rows()] for names in [("a",), ("b",)]}
    assert rows["a",] == [(0, {"a": 0}), (1, {"a": 1}), (2, {"a": 2}), (3, {"a": 9})]
    assert rows["b",] == [(0, {"b": 0}), (1, {"b": 1}), (2, {"b": 2})]


async def test_that_a_milestone_is_reached_comes_after_what_was_reported_and_printed_before(talk: Talk) -> None:
    cell = "print('ready')\nlive.report(a=1)\nlive.reached('near enough')"
    seen = await talk.run(SETUP, cell)
    (reached,) = seen.of(Reached)
    assert (reached.cell, reached.result) == (2, "near enough")
    at = talk.seen.index(reached)
    assert [(talk.seen.index(one) < at, one.text) for one in seen.of(Output)] == [(True, "ready\n")]
    assert talk.seen.index(seen.of(Steps)[0]) < at


async def test_reports_outside_steps_are_counted(talk: Talk) -> None:
    seen = await talk.run(SETUP, "for _ in range(3):\n    live.report(a=1)")
    assert [step for step, _ in seen.rows()] == [0, 1, 2]


async def test_what_is_given_to_tensorboard_is_reported_at_its_own_step(talk: Talk) -> None:
    cell = (
        "from torch.utils.tensorboard import SummaryWriter\nwriter = SummaryWriter('runs')\n"
        "for epoch in range(2):\n    writer.add_scalar('Loss/train', torch.tensor(0.5), 10 * epoch)\nwriter.close()"
    )
    assert (await talk.run(SETUP, cell)).rows() == [(0, {"Loss/train": 0.5}), (10, {"Loss/train": 0.5})]


async def test_figures_that_are_open_at_the_end_of_a_cell_are_closed_whether_it_fails_or_not(talk: Talk) -> None:
    library = (
        "import os, sys, types\nplt = sys.modules['matplotlib.pyplot'] = types.ModuleType('matplotlib.pyplot')\n"
        "plt.get_fignums = lambda: []\nplt.close = lambda which: print('closed', which)\n"
        "print(os.environ['MPLBACKEND'])"
    )
    seen = await talk.run(SETUP, library, "1 / 0")
    assert seen.output() == "module://tutor.live.matplotlib_backend\nclosed all\nclosed all\n"


async def test_a_report_of_many_numbers_is_an_error_in_words(talk: Talk) -> None:
    seen = await talk.run(SETUP, "for i in live.steps(2):\n    live.report(a=1.0, b=torch.ones(3) if i else 1)")
    assert "b has shape (3,)" in seen.failure.message
    assert seen.rows() == [(0, {"a": 1.0, "b": 1.0})]


@pytest.mark.bare
async def test_a_changed_control_has_its_new_value_in_a_later_step(talk: Talk) -> None:
    run = talk.start(SETUP, ENDLESS)
    await talk.until(Steps)
    talk.session.set_control("rate", 2.0)
    used = await talk.until(ControlUsed)
    await talk.until(Steps)
    talk.session.interrupt()
    seen = await talk.over(run)
    assert (used.name, used.value) == ("rate", 2.0)
    assert all(value == (0.5 if step < used.step else 2.0) for step, value in rates(talk))
    assert seen.status == "interrupted"


async def test_a_control_changed_while_held_is_used_by_the_next_step(talk: Talk) -> None:
    run = talk.start(SETUP, LOOP.format(count=3), paused=True)
    held = await talk.until(Held)
    talk.session.set_control("rate", 3.0)
    talk.session.step()
    again = await talk.until(Held)
    talk.session.resume()
    seen = await talk.over(run)
    assert (held.held, held.step, again.step) == (True, 0, 1)
    assert seen.of(ControlUsed)[0].step == 0
    assert rates(talk) == [(0, 3.0), (1, 3.0), (2, 3.0)]


async def test_a_step_reports_itself_before_the_loop_is_held_again(talk: Talk) -> None:
    run = talk.start(SETUP, LOOP.format(count=10), paused=True)
    await talk.until(Held)
    talk.session.step(4)
    held = await talk.until(Held)
    assert held.step == 4
    assert [step for step, _ in rates(talk)] == [0, 1, 2, 3]
    talk.session.step(100)
    assert (await talk.over(run)).status == "ok"


@pytest.mark.bare
async def test_a_running_loop_is_held_and_goes_on(talk: Talk) -> None:
    run = talk.start(SETUP, ENDLESS)
    await talk.until(Steps)
    talk.session.pause()
    held = await talk.until(Held)
    last = rates(talk)[-1][0]
    talk.session.resume()
    on = await talk.until(Held)
    await talk.until(Steps)
    talk.session.interrupt()
    await talk.over(run)
    assert last == held.step - 1
    assert (held.held, on.held, on.step) == (True, False, held.step)


async def test_a_pause_at_a_slow_pace_is_obeyed_before_the_next_step_is_due(talk: Talk) -> None:
    talk.start(SETUP, ENDLESS, pace=0.01)
    await talk.until(Steps)
    talk.session.pause()
    held = await talk.until(Held)
    assert held.step == 1
    talk.session.set_pace(None)
    talk.session.resume()
    await talk.until(Steps, lambda steps: len(steps.steps) > 800)
    talk.session.interrupt()


async def test_the_pace_is_kept(talk: Talk) -> None:
    seen = await talk.run(SETUP, LOOP.format(count=20), pace=100.0)
    assert seen.of(CellFinished)[-1].seconds >= 0.19


async def test_only_the_last_cell_is_paced_and_held(talk: Talk) -> None:
    run = talk.start(SETUP, LOOP.format(count=5), LOOP.format(count=1), paused=True, pace=1.0)
    held = await talk.until(Held)
    assert held.cell == 3
    talk.session.resume()
    assert (await talk.over(run)).status == "ok"


async def test_a_loop_that_read_a_control_runs_again_when_it_has_changed(talk: Talk) -> None:
    await talk.run(SETUP, LOOP.format(count=2), "rate.value")
    seen = await talk.run(SETUP, LOOP.format(count=2), "rate.value", controls={"rate": 1.0})
    assert seen.ran == [2, 3]
    assert seen.text() == "1.0"


async def test_time_spent_held_is_not_counted(line: Line) -> None:
    talk = line.talk(limits=Limits(seconds=0.3))
    await talk.until(Opened)
    run = talk.start(SETUP, LOOP.format(count=2), paused=True)
    await talk.until(Held)
    other = await line.talk().run("import time\ntime.sleep(0.4)")
    assert other.status == "ok"
    talk.session.resume()
    assert (await talk.over(run)).status == "ok"


async def test_messages_to_a_session_at_rest_do_nothing(talk: Talk) -> None:
    for act in (talk.session.pause, talk.session.resume, talk.session.step, talk.session.interrupt):
        act()
    talk.session.set_pace(0.001)
    talk.session.set_control("rate", 3.0)
    seen = await talk.run(SETUP, LOOP.format(count=2))
    assert (seen.status, rates(talk)) == ("ok", [(0, 0.5), (1, 0.5)])


async def test_an_unknown_device_is_named_with_those_there_are(line: Line) -> None:
    talk = line.talk("cuda:7")
    fault = await talk.until(Fault)
    assert "'cuda:7'" in fault.message
    assert "cpu" in fault.message


async def test_the_device_of_a_lesson_is_the_sessions(talk: Talk) -> None:
    assert (await talk.run(SETUP, "live.device()")).text() == "'cpu'"


async def test_a_loop_that_reads_a_control_without_steps_is_steered_too(talk: Talk) -> None:
    run = talk.start(SETUP, "while rate.value < 1: live.report(a=rate.value)")
    await talk.until(Steps)
    talk.session.set_control("rate", 4.0)
    assert (await talk.over(run)).status == "ok"
