"""Every cell of every lesson says the same, whether all cells above it ran or only those that it needs."""

from __future__ import annotations

import contextlib
import io
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from own_course import LESSONS

from tests.lessons.conftest import CellRecord, RecordingStage, run_cell
from tutor import live
from tutor.course.model import Lesson
from tutor.course.needs import LATER, UNCLEAR, needs

QUICK = ("tensors", "graphs", "backprop", "linear_regression", "losses")
"""Those whose cells can be run many times over."""
TICK = 2.0**-6
"""So long that what is repeated for a span of time is repeated a few times."""
STEPS = 6
"""No loop of steps is longer: what a cell needs does not depend on how long it trains."""


class Clock:
    """Goes on by a tick whenever it is read, so that what a lesson measures is the same in every run."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self) -> float:
        self.read += 1
        return self.read * TICK


class ShortStage(RecordingStage):
    """Ends every loop after a few steps."""

    def steps(self, count: int) -> Iterator[int]:
        return super().steps(min(count, STEPS))


class Run:
    """A lesson of which some cells are run, in a namespace of its own, as in a session that has just begun."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson, self._names, self._stage = lesson, dict[str, Any](__name__="__main__"), ShortStage({})
        torch.manual_seed(0)
        torch.set_num_threads(1)

    def cell(self, place: int) -> CellRecord:
        """Run the cell at a place, and give what it said."""
        output = io.StringIO()
        self._stage.cell = CellRecord()
        live.enter(self._stage)
        with contextlib.redirect_stdout(output):
            run_cell(self._lesson.cells[place].source, f"cell {place + 1}", self._names, self._stage)
        self._stage.cell.output = output.getvalue()
        return self._stage.cell


@pytest.fixture
def as_it_was() -> Iterator[None]:
    """The stage, the threads and the random numbers are as they were afterwards."""
    threads, random = torch.get_num_threads(), torch.get_rng_state()
    yield
    live.enter(live.Terminal())
    torch.set_num_threads(threads)
    torch.set_rng_state(random)


def said(record: CellRecord) -> str:
    """All that a cell said, with every digit, but no places in memory."""
    parts = (record.steps, record.reports, record.shown, record.views, record.output)
    return re.sub(r" at 0x[0-9a-f]+", "", repr(plain(parts)))


def plain(value: object) -> object:
    """The same without tensors and structures."""
    match value:
        case torch.Tensor():
            return value.dtype, value.shape, value.requires_grad, plain(value.detach().tolist())
        case np.ndarray():
            return value.dtype, value.tolist()
        case msgspec.Struct():
            return type(value).__name__, plain(msgspec.structs.asdict(value))
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
    return value


@pytest.mark.usefixtures("as_it_was")
@pytest.mark.parametrize("slug", QUICK)
def test_a_cell_says_the_same_after_what_it_needs_as_after_all_above_it(
    slug: str, read: Callable[[str], Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = read(slug)
    sources = [cell.source for cell in lesson.cells]
    monkeypatch.setattr(time, "perf_counter", Clock())
    whole = Run(lesson)
    everything = [said(whole.cell(place)) for place in range(len(sources))]
    differing = {}
    for place in range(len(sources)):
        needed = needs(sources[: place + 1])
        if len(needed) == place:
            continue
        monkeypatch.setattr(time, "perf_counter", Clock())
        run = Run(lesson)
        for earlier in needed:
            run.cell(earlier)
        alone = said(run.cell(place))
        expected = everything[place]
        if alone != expected:
            differing[place + 1] = (expected, alone)
    assert not differing


UNTOLD = {
    "data": "quiets a warning for all that comes",
    "training_loop": "runs a script of its own in its process",
    "capstone": "writes and reads tables, with the library of Python for that",
}
"""Lessons in which it cannot be told of every cell, and why."""


@pytest.mark.parametrize("slug", [slug for slug in LESSONS if slug not in UNTOLD])
def test_of_no_cell_it_cannot_be_told_what_it_needs(slug: str, read: Callable[[str], Lesson]) -> None:
    sources = [cell.source for cell in read(slug).cells]
    untold = [
        place + 1 for place in range(len(sources)) if {UNCLEAR, LATER} & set(needs(sources[: place + 1]).values())
    ]
    assert not untold
