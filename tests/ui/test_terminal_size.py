"""What is done where the terminal changes its size: the last size is the one that stays."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from tutor.ui.terminal.driver import tell_sizes_in_turn


@pytest.fixture
def handled() -> Iterator[None]:
    """Leave the signal's handler as it was found."""
    before = signal.getsignal(signal.SIGWINCH)
    yield
    signal.signal(signal.SIGWINCH, before)


@pytest.mark.usefixtures("handled")
async def test_a_size_that_comes_while_another_is_told_is_told_after_it() -> None:
    sizes, told, both = iter([1, 2]), [], asyncio.Event()

    def tell(*_: object) -> None:
        size = next(sizes)
        if size == 1:
            os.kill(os.getpid(), signal.SIGWINCH)  # the terminal changes again, after its size was read
        told.append(size)
        if len(told) == 2:
            both.set()

    signal.signal(signal.SIGWINCH, tell)
    tell_sizes_in_turn(asyncio.get_running_loop())
    os.kill(os.getpid(), signal.SIGWINCH)
    await both.wait()
    assert told == [1, 2]


@pytest.mark.usefixtures("handled")
def test_nothing_is_told_once_the_loop_is_closed() -> None:
    loop = asyncio.new_event_loop()
    told: list[int] = []
    signal.signal(signal.SIGWINCH, lambda number, _: told.append(number))
    tell_sizes_in_turn(loop)
    loop.close()
    os.kill(os.getpid(), signal.SIGWINCH)
    assert told == []
