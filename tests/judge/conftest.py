from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from judge_helpers import STARTER, STRICT, TESTS, Judge

from tutor.kernel.client.client import Kernel
from tutor.kernel.protocol.checks import Checked
from tutor.kernel.protocol.message_bases import Limits


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kernel(warm_command: list[str]) -> AsyncIterator[Kernel]:
    """One warm kernel for all tests; between two files another may run that lets no beat through."""
    kernel = Kernel([*warm_command, "--silence", "never"], on_message=lambda _: None)
    await kernel.start()
    await kernel.ready()
    yield kernel
    await kernel.close()


@pytest.fixture
def judge(kernel: Kernel) -> Judge:
    """Has an answer to the exercise above judged."""

    async def judged(
        answer: str,
        *,
        tests: str = TESTS,
        starter: str = STARTER,
        seed: int = 0,
        limits: Limits = STRICT,
        may_change: tuple[str, ...] = (),
    ) -> Checked:
        return await kernel.judge(
            exercise="negative",
            answer=answer,
            tests=tests,
            starter=starter,
            seed=seed,
            limits=limits,
            may_change=may_change,
        )

    return judged
