"""A loop of steps tells how many it has before the first, and how far it is where it reports nothing."""

from __future__ import annotations

import pytest
from kept_channel import Kept

from tutor.kernel.protocol.events import Loop, Steps
from tutor.kernel.protocol.requests import Cell
from tutor.kernel.protocol.wire import Execute
from tutor.kernel.session import session_io as stages
from tutor.kernel.session.session_io import SessionIO


@pytest.fixture
def stage(channel: Kept, monkeypatch: pytest.MonkeyPatch) -> SessionIO:
    """A stage at which everything that is said now and then is said whenever it may be."""
    for name in ("POLL", "REPORT", "PROGRESS"):
        monkeypatch.setattr(stages, name, 0.0)
    stage = SessionIO("cpu", channel)
    stage.begin(Execute(1, 2, Cell(3, ""), {}))
    return stage


def loops(channel: Kept) -> list[tuple[int, int]]:
    return [(message.step, message.count) for message in channel.sent if isinstance(message, Loop)]


def test_the_length_of_a_loop_comes_before_its_first_step(stage: SessionIO, channel: Kept) -> None:
    first = next(steps := iter(stage.steps(300)))
    assert (first, channel.sent) == (0, [Loop(1, 2, 3, 0, 300)])
    stage.report({"loss": 1.0})
    next(steps)
    assert isinstance(channel.sent[-1], Steps)


def test_a_loop_that_reports_nothing_tells_how_far_it_is(stage: SessionIO, channel: Kept) -> None:
    for _ in stage.steps(4):
        pass
    assert loops(channel) == [(0, 4), (1, 4), (2, 4)]


def test_a_loop_that_reports_is_followed_by_its_reports(
    stage: SessionIO, channel: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "PROGRESS", 1e9)
    for _ in stage.steps(50):
        stage.report({"loss": 1.0})
    stage.finish()
    assert loops(channel) == [(0, 50)]
    assert sum(len(list(message.rows())) for message in channel.sent if isinstance(message, Steps)) == 50


def test_many_loops_of_one_length_and_loops_within_a_loop_are_told_of_once(
    stage: SessionIO, channel: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "PROGRESS", 1e9)
    for _ in range(100):
        for _ in stage.steps(5):
            for _ in stage.steps(2):
                stage.report({"loss": 1.0})
    for _ in stage.steps(7):
        pass
    assert loops(channel) == [(0, 5), (0, 7)]


def test_the_next_cell_tells_of_its_loop_again(stage: SessionIO, channel: Kept) -> None:
    for _ in range(2):
        next(iter(stage.steps(9)))
        stage.finish()
        stage.begin(Execute(1, 3, Cell(4, ""), {}))
    assert [message.cell for message in channel.sent if isinstance(message, Loop)] == [3, 4]
