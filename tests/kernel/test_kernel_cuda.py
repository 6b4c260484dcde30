"""Lessons on a CUDA device. Skipped, with the reason, where the kernel finds none.

`tests/device/check.sh` runs these on a machine that has one. With PYTORCH_TUTOR_TEST_DEVICE=cpu they run on the CPU as
far as that goes, to see that they are sound themselves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from kernel_talk import Line, Talk
from test_kernel_line import gone

from tutor.kernel.protocol.connection import AskDevices, Devices
from tutor.kernel.protocol.events import CellFinished, CellStarted, Opened, Output, Steps
from tutor.kernel.protocol.message_bases import Limits
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


CPU = os.environ.get("PYTORCH_TUTOR_TEST_DEVICE") == "cpu"
only_on_a_card = pytest.mark.skipif(CPU, reason="the CPU was asked for, which has nothing of this kind")


async def devices(line: Line) -> Devices:
    """What the kernel has now, with its memory."""
    line.kernel.send(AskDevices())
    while not isinstance(found := await line.heard.get(), Devices):
        pass
    return found


@pytest_asyncio.fixture(loop_scope="session")
async def cuda(line: Line) -> AsyncIterator[Talk]:
    """A session on the card that 'auto' chooses."""
    found = await devices(line)
    if not CPU and not found.devices[0].name.startswith("cuda"):
        pytest.skip(f"no CUDA device: the kernel finds {', '.join(d.name for d in found.devices)}. {found.problem}")
    talk = line.talk("cpu" if CPU else "auto")
    opened = await talk.until(Opened)
    assert opened.device == ("cpu" if CPU else found.devices[0].name)
    yield talk
    talk.session.close()


async def test_a_training_runs_on_the_card_and_reports_as_on_the_cpu(cuda: Talk) -> None:
    seen = await cuda.run(TRAIN)
    assert seen.status == "ok"
    view = seen.shown()
    assert isinstance(view, TensorView)
    assert view.device.startswith("cpu" if CPU else "cuda")
    rows = [row for message in seen.of(Steps) for _, row in message.rows()]
    expected = [3 * (1 - 0.8**step) for step in range(10)]  # w ← w − 0.1 · 2(w − 3)
    assert [row["w"] for row in rows] == pytest.approx(expected, abs=1e-4)


async def test_going_back_on_the_card_runs_again_from_the_top(cuda: Talk) -> None:
    first = "import torch\nfrom tutor import live\na = torch.ones(1, device=live.device())"
    await cuda.run(first, "a += 1", "a")
    seen = await cuda.run(first, "a += 2", "a.item()")
    assert [message.cell for message in seen.of(CellStarted)] == ([2, 3] if CPU else [1, 2, 3])
    assert seen.text() == "3.0"


async def test_out_of_memory_on_the_card_is_explained_and_the_next_run_works(cuda: Talk) -> None:
    seen = await cuda.run("import torch\nfrom tutor import live\ntorch.empty(10**14, device=live.device())")
    assert seen.of(CellFinished)[-1].status == "error"
    assert ("memory" if CPU else "GPU's memory is full") in seen.failure.explanation
    assert (await cuda.run("1 + 1")).text() == "2"


COUNTED = """
import torch, warnings
from tutor import live
w = torch.zeros(1, device=live.device())
with warnings.catch_warnings(record=True) as waits:
    warnings.simplefilter("always")
    torch.cuda.set_sync_debug_mode("warn")
    for _ in live.steps(3000):
        w += 1
        live.report(w=w, half=w / 2)
    torch.cuda.set_sync_debug_mode("default")
len(waits)
"""


@only_on_a_card
async def test_reports_wait_for_the_card_when_they_are_sent_and_at_no_step(cuda: Talk) -> None:
    seen = await cuda.run(COUNTED)
    assert seen.rows() == [(step, {"w": step + 1, "half": (step + 1) / 2}) for step in range(3000)]
    assert int(seen.text()) <= len(seen.of(Steps)) < 3000


FILL = """
import os, torch
from tutor import live
full = torch.ones(1 << 28, device=live.device())
print(os.getpid(), flush=True)
"""
"""A gigabyte."""
STAYS = f"{FILL}while True: full.sum().item()"
SLACK = 1 << 27
"""Bytes that come and go with the driver's own bookkeeping."""
LOOKS = 20


async def free(line: Line) -> int:
    """Bytes of the card that nobody has."""
    return (await devices(line)).devices[0].memory_free or 0


async def given_back(line: Line, before: int) -> bool:
    """Whether as much is free again as before; the driver takes its time to notice that a process has ended."""
    for _ in range(LOOKS):
        if await free(line) >= before - SLACK:
            return True
    return False


@only_on_a_card
@pytest.mark.parametrize("how", ["stop", "time limit", "close", "kernel"])
async def test_the_cards_memory_is_free_after_each_end(cuda: Talk, line: Line, how: str) -> None:
    assert cuda.session
    before = await free(line)
    own = Line() if how == "kernel" else line
    if own is not line:
        await own.kernel.start()
        await own.kernel.ready()
    talk = own.talk("cuda", limits=Limits(seconds=5.0 if how == "time limit" else None))
    run = talk.start(STAYS)
    pid = int((await talk.until(Output)).text)
    assert await free(line) < before - SLACK
    if how == "stop":
        talk.session.interrupt()
    if how in ("stop", "time limit"):
        assert (await talk.over(run)).status == ("interrupted" if how == "stop" else "timeout")
    if how == "kernel":
        process = own.kernel._process
        assert process is not None
        process.kill()
    else:
        talk.session.close()
    assert await gone(pid)
    assert await given_back(line, before)
    if own is not line:
        await own.kernel.close()


@only_on_a_card
async def test_ranks_beside_a_card_in_use_are_refused_in_words(cuda: Talk) -> None:
    cell = "import torch\nfrom tutor import live\ntorch.ones(1, device=live.device())\nlive.ranks(2, lambda: None)"
    assert "torchrun" in (await cuda.run(cell)).failure.message


NCCL = """
import os, torch, torch.distributed as dist
torch.cuda.set_device(0)
dist.init_process_group("nccl")
dist.all_reduce(torch.ones(1, device="cuda"))
"""


@only_on_a_card
async def test_two_ranks_of_nccl_on_one_card_fail_and_the_cell_says_so(cuda: Talk) -> None:
    start = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "nccl.py"]
    cell = f"from tutor import live\nopen('nccl.py', 'w').write({NCCL!r})\nlive.command({start!r})"
    seen = await cuda.run(cell)
    assert seen.text() != "0"
    assert "Duplicate GPU detected" in seen.output("stderr")
    assert "it failed" in seen.output("stderr")


async def test_a_program_that_a_cell_starts_computes_there_too(cuda: Talk) -> None:
    program = "import torch; from tutor import live; print(torch.ones(2, device=live.device()).sum().item())"
    cell = f"import sys\nfrom tutor import live\nlive.command([sys.executable, '-c', {program!r}])"
    seen = await cuda.run(cell)
    assert (seen.text(), seen.output().splitlines()[-1]) == ("0", "2.0")
