"""Lessons on a CUDA device. Skipped, with the reason, where the kernel finds none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from kernel_talk import Line, Talk

from tutor.kernel.protocol.connection import AskDevices, Devices
from tutor.kernel.protocol.events import CellFinished, CellStarted, Opened, Steps
from tutor.views.values.data import TensorView

pytestmark = [pytest.mark.cuda, pytest.mark.asyncio(loop_scope="session")]

TRAIN = """
import torch
from tutor import live
w = torch.zeros(1, device=live.device(), requires_grad=True)
sgd = torch.optim.SGD([w], lr=0.1)
for _ in live.steps(10):
    loss = (w - 3).square().sum()
    sgd.zero_grad()
    loss.backward()
    live.report(loss=loss, w=w)
    sgd.step()
w.detach()
"""


@pytest_asyncio.fixture(loop_scope="session")
async def cuda(line: Line) -> AsyncIterator[Talk]:
    """A session on the card that 'auto' chooses."""
    line.kernel.send(AskDevices())
    while not isinstance(found := await line.heard.get(), Devices):
        pass
    if not found.devices[0].name.startswith("cuda"):
        pytest.skip(f"no CUDA device: the kernel finds {', '.join(d.name for d in found.devices)}. {found.problem}")
    talk = line.talk("auto")
    opened = await talk.until(Opened)
    assert opened.device == found.devices[0].name
    yield talk
    talk.session.close()


async def test_a_training_runs_on_the_card_and_reports_as_on_the_cpu(cuda: Talk) -> None:
    seen = await cuda.run(TRAIN)
    assert seen.status == "ok"
    view = seen.shown()
    assert isinstance(view, TensorView)
    assert view.device.startswith("cuda")
    rows = [row for message in seen.of(Steps) for _, row in message.rows()]
    expected = [3 * (1 - 0.8**step) for step in range(10)]  # w ← w − 0.1 · 2(w − 3)
    assert [row["w"] for row in rows] == pytest.approx(expected, abs=1e-4)


async def test_going_back_on_the_card_runs_again_from_the_top(cuda: Talk) -> None:
    first = "import torch\nfrom tutor import live\na = torch.ones(1, device=live.device())"
    await cuda.run(first, "a += 1", "a")
    seen = await cuda.run(first, "a += 2", "a.item()")
    assert [message.cell for message in seen.of(CellStarted)] == [1, 2, 3]
    assert seen.text() == "3.0"


async def test_out_of_memory_on_the_card_is_explained_and_the_next_run_works(cuda: Talk) -> None:
    seen = await cuda.run("import torch\nfrom tutor import live\ntorch.empty(10**14, device=live.device())")
    assert seen.of(CellFinished)[-1].status == "error"
    assert seen.failure.explanation
    assert (await cuda.run("1 + 1")).text() == "2"
