"""What reports cost a training on an accelerator: how often it waits, and, where there is one, how fast it still is."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median

import torch

from tests.bench.figures import Figure, alternating, ratio
from tests.far_tensors import far, waits
from tutor.kernel.protocol.requests import Cell
from tutor.kernel.protocol.wire import Execute
from tutor.kernel.session.channel import Channel
from tutor.kernel.session.session_io import SessionIO


def waits_a_second(seconds: float = 2.0) -> list[Figure]:
    """Waits a second of a training that reports five numbers at each step: of a stand-in for a GPU, which counts."""
    with _stage() as stage:
        numbers = {name: far(torch.rand(1)) for name in ("loss", "w", "b", "grad_w", "grad_b")}
        taken, begun = 0, time.monotonic()
        with waits() as count:
            for step in stage.steps(10**9):
                stage.report(numbers)
                if time.monotonic() - begun > seconds:
                    taken = step + 1
                    break
            stage.settle()
            waited = count()
        took = time.monotonic() - begun
    detail = f"{waited} in {taken:,} steps; five at each step where every number is read"
    return [Figure("waits for an accelerator because of reports", waited / took, "/s", 21, detail=detail)]


def pace_on_a_gpu(rounds: int = 5, steps: int = 2_000) -> list[Figure]:
    """Steps a second of a training on a GPU that reports its loss, against the bare loop; nothing where none is."""
    if not torch.cuda.is_available():
        return []
    with _stage() as stage:
        _steps_a_second(200, stage)
        ours, bare = alternating(rounds, partial(_steps_a_second, steps, stage), partial(_steps_a_second, steps, None))
    detail = f"{median(ours):,.0f} steps/s against {median(bare):,.0f} on {torch.cuda.get_device_name()}"
    return [
        Figure(
            "training on a GPU that reports its loss, against the bare loop", ratio(ours, bare), "×", 0.95, True, detail
        )
    ]


def _steps_a_second(steps: int, stage: SessionIO | None) -> float:
    """Of a small network on the GPU, which reports to the stage where there is one."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(256, 1024), torch.nn.ReLU(), torch.nn.Linear(1024, 10)).cuda()
    sgd = torch.optim.SGD(model.parameters(), lr=0.01)
    x, y = torch.randn(512, 256, device="cuda"), torch.randint(10, (512,), device="cuda")
    torch.cuda.synchronize()
    begun = time.perf_counter()
    for _ in stage.steps(steps) if stage is not None else range(steps):
        loss = torch.nn.functional.cross_entropy(model(x), y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        if stage is not None:
            stage.report({"loss": loss})
    torch.cuda.synchronize()
    return steps / (time.perf_counter() - begun)


@contextmanager
def _stage() -> Iterator[SessionIO]:
    """A cell's stage on an accelerator, whose reports somebody takes."""
    ours, theirs = socket.socketpair()
    host = threading.Thread(target=_take_all, args=(theirs,))
    host.start()
    try:
        stage = SessionIO("cuda:0", Channel(ours))
        stage.begin(Execute(1, 1, Cell(1, ""), {}))
        yield stage
        stage.finish()
    finally:
        ours.close()
        host.join()
        theirs.close()


def _take_all(end: socket.socket) -> None:
    """Read whatever comes until the other end is closed."""
    while end.recv(1 << 16):
        pass
