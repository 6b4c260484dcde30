"""Names looked into through a real kernel: between cells, while one runs, and where looking goes wrong."""

from __future__ import annotations

import pytest
from kernel_talk import Talk

from tutor.kernel.protocol.events import Held, Inspected, Steps
from tutor.views.tensor.data import InspectionView
from tutor.views.values.data import TextView

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODEL = """
import torch, time
from torch import nn
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
x = torch.arange(6.0).reshape(2, 3)
rows = [x[0], x[1]]
word = "hello"
"""


async def looked(talk: Talk, name: str = "") -> Inspected:
    talk.session.inspect(name)
    answer: Inspected = await talk.until(Inspected, lambda message: message.name == name)
    return answer


async def test_names_are_listed_with_the_parameters_of_models(talk: Talk) -> None:
    await talk.run(MODEL)
    names = dict((await looked(talk)).names)
    assert names["x"] == "(2, 3) float32"
    assert names["model.0.weight"] == "(3, 2) float32"
    assert names["rows[1]"] == "(3,) float32"
    assert "word" not in names


async def test_a_path_leads_to_a_tensor_as_it_stands_now(talk: Talk) -> None:
    await talk.run(MODEL, "x += 1")
    view = (await looked(talk, "rows[1]")).view
    assert isinstance(view, InspectionView)
    assert "[4., 5., 6.]" in view.printed
    assert "x" in view.shares
    assert isinstance((await looked(talk, "model.0.weight")).view, InspectionView)
    assert isinstance((await looked(talk, "word")).view, TextView)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("missing", "No cell that has run has defined missing"),
        ("x.nothing", "is a Tensor and has no nothing"),
        ("rows[7]", "has nothing at 7"),
        ("x.sum()", "is neither a name nor a path"),
        ("x +", "is neither a name nor a path"),
    ],
)
async def test_what_leads_nowhere_is_said_and_the_session_goes_on(talk: Talk, path: str, why: str) -> None:
    await talk.run(MODEL)
    answer = await looked(talk, path)
    assert answer.view is None
    assert why in answer.problem
    assert (await talk.run(MODEL, "x.sum().item()")).text() == "15.0"


async def test_nothing_is_there_before_a_cell_has_run(talk: Talk) -> None:
    assert (await looked(talk)).names == ()


@pytest.mark.bare
async def test_a_held_training_is_looked_into_at_its_step(talk: Talk) -> None:
    source = (
        "from tutor import live\nw = torch.zeros(2)\nfor _ in live.steps(9):\n    w += 1\n    live.report(loss=w[0])"
    )
    run = talk.start(MODEL, source, paused=True)
    await talk.until(Held, lambda message: message.held)
    talk.session.step(3)
    await talk.until(Steps)
    await talk.until(Held, lambda message: message.held and message.step == 3)
    answer = await looked(talk, "w")
    assert isinstance(answer.view, InspectionView)
    assert "[3., 3.]" in answer.view.printed
    talk.session.resume()
    assert (await talk.over(run)).status == "ok"


async def test_code_of_the_learners_that_raises_or_hangs_does_no_harm(talk: Talk) -> None:
    source = """
class Odd:
    @property
    def wrong(self): raise OSError("no")
    @property
    def slow(self):
        while True: pass
odd = Odd()
"""
    await talk.run(source)
    assert "OSError: no" in (await looked(talk, "odd.wrong")).problem
    assert "longer than 2.0 s" in (await looked(talk, "odd.slow")).problem
    assert (await talk.run(source, "1 + 1")).text() == "2"
