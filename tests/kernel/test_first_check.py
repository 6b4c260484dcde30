"""A kernel that is started for one check loads what this check uses, and the rest when it is asked for more."""

from __future__ import annotations

import asyncio

import pytest
from kernel_talk import Line

from tutor.kernel.client.client import Kernel
from tutor.kernel.protocol.events import Opened

LOADED = "def loaded():\n    import sys\n    return 'torch._dynamo' in sys.modules\n"
NOT_LOADED = 'def test_lean(answer):\n    """runs without what is not used"""\n    assert not answer.loaded()\n'
IS_LOADED = 'def test_full(answer):\n    """finds what torch.optim loads"""\n    assert answer.loaded()\n'


SLOPE = """import torch

def slope(x):
    return torch.func.vjp(torch.sin, x)[1](torch.ones_like(x))[0]
"""
A_SLOPE = """import torch

def test_slope(answer):
    x = torch.randn(3)
    assert torch.equal(answer.slope(x), x.cos())
"""


async def judged(kernel: Kernel, tests: str, answer: str = LOADED) -> str:
    checked = await kernel.judge(exercise="e", answer=answer, tests=tests, starter="")
    return f"{checked.verdict} {checked.message}"


@pytest.mark.parametrize(
    "checks",
    [
        pytest.param([NOT_LOADED, IS_LOADED], id="without optimizers"),
        pytest.param([IS_LOADED], id="with an optimizer", marks=pytest.mark.bare),
    ],
)
async def test_the_first_check_waits_for_optimizers_only_where_they_are_spoken_of_and_the_next_finds_them_loaded(
    checks: list[str],
) -> None:
    kernel = Kernel(on_message=lambda _: None)
    await kernel.start()
    try:
        for tests in checks:  # the next one comes at once, before the kernel has had a quiet moment
            assert (await asyncio.wait_for(judged(kernel, tests), 60)).startswith("right")
    finally:
        await kernel.close()


async def test_what_torch_wraps_when_an_answer_is_the_first_to_load_it_is_not_said_to_be_replaced() -> None:
    kernel = Kernel(on_message=lambda _: None)
    await kernel.start()
    try:
        assert (await asyncio.wait_for(judged(kernel, A_SLOPE, SLOPE), 60)).startswith("right")
    finally:
        await kernel.close()


async def test_after_one_check_a_session_and_further_checks_find_all_loaded() -> None:
    line = Line()
    await line.kernel.start()
    try:
        assert (await asyncio.wait_for(judged(line.kernel, NOT_LOADED), 60)).startswith("right")
        talk = line.talk()
        await talk.until(Opened)
        seen = await talk.run("import sys\nprint('torch._dynamo' in sys.modules)")
        assert seen.output() == "True\n"
        assert (await asyncio.wait_for(judged(line.kernel, IS_LOADED), 60)).startswith("right")
    finally:
        await line.kernel.close()
