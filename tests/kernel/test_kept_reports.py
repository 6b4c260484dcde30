"""Reports of numbers that lie on an accelerator wait for it when they are sent, and at no step."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from kept_channel import Kept

from tests.far_tensors import FarTensor, far, waits
from tutor.kernel.protocol.events import Steps
from tutor.kernel.protocol.requests import Cell
from tutor.kernel.protocol.wire import Execute
from tutor.kernel.session import session_io as stages
from tutor.kernel.session.session_io import SessionIO


@pytest.fixture
def stage(channel: Kept, monkeypatch: pytest.MonkeyPatch) -> SessionIO:
    """A stage that sends at the end of a cell, and before it where it is told to."""
    monkeypatch.setattr(stages, "REPORT", math.inf)
    stage = SessionIO("cuda:0", channel)
    stage.begin(Execute(1, 2, Cell(3, ""), {}))
    stage.report({"begun": 1})  # what is first is sent at once
    return stage


def rows(channel: Kept, *names: str) -> list[tuple[int, dict[str, float]]]:
    return [row for one in channel.sent if isinstance(one, Steps) and one.names == names for row in one.rows()]


def test_three_hundred_steps_wait_once(stage: SessionIO, channel: Kept) -> None:
    w = far(torch.zeros(1, 1))
    with waits() as count:
        for step in stage.steps(300):
            w.add_(1)
            stage.report({"loss": far(0.5 * step), "w": w})
        during = count()
        stage.settle()
        stage.finish()
        assert (during, count()) == (0, 1)
    assert rows(channel, "loss", "w") == [(step, {"loss": 0.5 * step, "w": step + 1}) for step in range(300)]


def test_numbers_of_another_kind_wait_once_more_and_lose_nothing(stage: SessionIO, channel: Kept) -> None:
    with waits() as count:
        for step in stage.steps(3):
            stage.report({"loss": {"a": far(1.5), "b": 2.5}, "count": far(2**53 + 2 * step), "odd": far(math.nan)})
        stage.finish()
        assert count() == 2
    found = rows(channel, "loss[a]", "loss[b]", "count", "odd")
    assert [(step, one["loss[a]"], one["loss[b]"], one["count"]) for step, one in found] == [
        (step, 1.5, 2.5, 2**53 + 2 * step) for step in range(3)
    ]
    assert all(math.isnan(one["odd"]) for _, one in found)


def test_reports_of_the_cpu_and_of_an_accelerator_stay_in_order(stage: SessionIO, channel: Kept) -> None:
    near = torch.tensor(0.0)
    values: list[Any] = [near, 1.0, far(2.0), 3.0, near + 4, far(5.0)]
    for value in values[:4]:
        stage.report({"a": value})
    stage._send_steps(wait=True)
    for value in values[4:]:
        stage.report({"a": value})
    stage.finish()
    assert rows(channel, "a") == [(step, {"a": float(step)}) for step in range(6)]


def test_numbers_of_the_cpu_are_read_at_once(stage: SessionIO, channel: Kept) -> None:
    w = torch.zeros(1, requires_grad=True)
    with waits() as count:
        for _ in stage.steps(3):
            stage.report({"w": w})
            with torch.no_grad():
                w += 1
        stage.finish()
        assert count() == 0
    assert rows(channel, "w") == [(step, {"w": float(step)}) for step in range(3)]


@pytest.mark.parametrize(
    ("value", "said"), [(torch.ones(3), r"shape \(3,\)"), (torch.tensor(1j), "complex number"), (None, "is None")]
)
def test_what_is_no_single_number_is_an_error_at_its_own_step(stage: SessionIO, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=f"b .*{said}"):
        stage.report({"a": far(1.0), "b": far(value) if isinstance(value, torch.Tensor) else value})


class Broken(FarTensor):
    """Lies on an accelerator that has failed: whatever is read from it says so."""

    def cpu(self, *_: Any, **__: Any) -> torch.Tensor:
        raise RuntimeError("device-side assert triggered")


def test_an_accelerator_that_failed_meanwhile_is_the_cells_error_and_its_end_comes_all_the_same(
    stage: SessionIO, channel: Kept
) -> None:
    broken = torch.tensor(1.0).as_subclass(Broken)
    stage.report({"loss": broken})
    with pytest.raises(RuntimeError, match="device-side assert"):
        stage.settle()
    stage.report({"loss": broken})
    stage.report({"a": 1.0})
    stage.finish()
    assert (rows(channel, "loss"), rows(channel, "a")) == ([], [(0, {"a": 1.0})])
