from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
from host_at_a_line import HostAtALine, NoSignals
from kept_channel import Kept
from kernel_talk import Line, Talk

from tutor.kernel.protocol.events import Opened
from tutor.kernel.protocol.message_bases import Limits


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def line(warm_command: list[str]) -> AsyncIterator[Line]:
    """One warm kernel for all tests; between two files another may run that lets no beat through."""
    line = Line([*warm_command, "--silence", "never"])
    await line.kernel.start()
    await line.kernel.ready()
    yield line
    await line.kernel.close()


@pytest_asyncio.fixture(loop_scope="session")
async def talk(line: Line) -> AsyncIterator[Talk]:
    """A fresh session."""
    talk = line.talk()
    await talk.until(Opened)
    yield talk
    talk.session.close()


@pytest_asyncio.fixture(loop_scope="session")
async def strict(line: Line) -> AsyncIterator[Talk]:
    """A fresh session that is soon at its limits."""
    talk = line.talk(limits=Limits(seconds=2.0, memory=1 << 28, output=200_000))
    await talk.until(Opened)
    yield talk
    talk.session.close()


@pytest.fixture
def channel() -> Iterator[Kept]:
    """A channel whose other end is there, and hears nothing."""
    ours, theirs = socket.socketpair()
    yield Kept(ours)
    ours.close()
    theirs.close()


@pytest.fixture
def at_a_line(monkeypatch: pytest.MonkeyPatch) -> Callable[..., HostAtALine]:
    """The host's signal handlers are not for the process that tests it, nor is what judging sets in the environment."""
    monkeypatch.setattr("tutor.kernel.host.host.Signals", NoSignals)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    make: Callable[..., HostAtALine] = HostAtALine
    return make
