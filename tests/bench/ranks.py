"""Two ranks that report each step to a live chart against the same two that report nothing."""

from __future__ import annotations

import asyncio
import json
from statistics import median

from tests.bench.figures import Figure, ratio
from tutor.kernel.client.client import Kernel, Lost
from tutor.kernel.protocol.events import Output, RunFinished
from tutor.kernel.protocol.messages import FromKernel
from tutor.kernel.protocol.requests import Cell

CELL = """
import json, time
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from tutor import live

def trained(steps, report):
    torch.manual_seed(0)
    model = DistributedDataParallel(torch.nn.Sequential(
        torch.nn.Linear(32, 128), torch.nn.Tanh(), torch.nn.Linear(128, 1)))
    sgd = torch.optim.SGD(model.parameters(), lr=0.01)
    x, y = torch.randn(256, 32), torch.randn(256, 1)
    for step in steps:
        if step == WARM:
            dist.barrier()
            begun, busy = time.perf_counter(), time.process_time()
        loss = torch.nn.functional.mse_loss(model(x), y)
        sgd.zero_grad()
        loss.backward()
        report(loss)
        sgd.step()
    dist.barrier()
    return time.perf_counter() - begun, time.process_time() - busy

def bare():
    return trained(range(STEPS), lambda loss: None)

def led():
    return trained(live.steps(STEPS), lambda loss: live.report(loss=loss))

def measured(one):
    busy = time.process_time()
    ranks = live.ranks(2, one)
    relaying = time.process_time() - busy
    return {{"wall": (STEPS - WARM) / ranks[0][0], "processor": STEPS / (sum(own for _, own in ranks) + relaying)}}

STEPS, WARM = {steps}, 100
found = []
for round in range({rounds}):
    pair = (led, bare) if round % 2 else (bare, led)
    found.append({{one.__name__: measured(one) for one in pair}})
print(json.dumps(found))
"""


def two_ranks(rounds: int = 5, steps: int = 1500) -> list[Figure]:
    """Steps a second of two ranks, in one session and in turn."""
    found = json.loads(asyncio.run(_printed(CELL.format(rounds=rounds, steps=steps))))
    led, bare = ({by: [pair[name][by] for pair in found] for by in ("wall", "processor")} for name in ("led", "bare"))
    detail = (
        f"{median(led['wall']):,.0f} steps/s against {median(bare['wall']):,.0f}; by processor time, that of the "
        f"cell's process counted, {ratio(led['processor'], bare['processor']):.2f} ×"
    )
    what = "two ranks that report each step, against the same two that report nothing"
    return [Figure(what, ratio(led["wall"], bare["wall"]), "×", 0.92, True, detail)]


async def _printed(source: str) -> str:
    """What a cell prints. Raises RuntimeError where it does not come to its end."""
    over: asyncio.Future[FromKernel | Lost] = asyncio.get_running_loop().create_future()
    text: list[str] = []

    def hear(message: FromKernel | Lost) -> None:
        if isinstance(message, Output) and message.stream == "stdout":
            text.append(message.text)
        elif isinstance(message, RunFinished | Lost) and not over.done():
            over.set_result(message)

    kernel = Kernel(on_message=hear)
    await kernel.start()
    await kernel.ready()
    kernel.open("cpu").run([Cell(1, source)])
    ended = await over
    await kernel.close()
    if not isinstance(ended, RunFinished) or ended.status != "ok":
        raise RuntimeError(f"the ranks did not come to their end: {ended}")
    return "".join(text)
