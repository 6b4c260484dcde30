"""A fork bomb is ended long before its time is up, with a sentence that says what was seen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from textwrap import indent

import pytest
import pytest_asyncio
from kernel_talk import Line, Talk
from test_kernel_line import gone

from tutor.kernel.host import process_watch
from tutor.kernel.protocol.connection import Fault

MOST = 12
STARTED = """
import os, time
reading, writing = os.pipe()
for _ in range(15):
    if os.fork() == 0:
        os.write(writing, b"%d " % os.getpid())
        time.sleep(1000)
pids = b""
while pids.count(b" ") < 15:
    pids += os.read(reading, 4096)
print(pids.decode(), flush=True)
"""
REST = "time.sleep(1000)\n"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def line(warm_command: list[str]) -> AsyncIterator[Line]:
    """A kernel that lets a session have few processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(process_watch.SETTING, str(MOST))
        line = Line(warm_command)
        await line.kernel.start()
        await line.kernel.ready()
    yield line
    await line.kernel.close()


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.bare
async def test_a_cell_with_too_many_processes_is_ended_with_all_of_them(talk: Talk) -> None:
    seen = await talk.run("kept = 7", STARTED + REST)
    assert seen.status == "killed"
    assert re.search("had 1[345] processes", seen.failure.message)
    for words in (f"{MOST} may", "a loop that starts one process", process_watch.SETTING):
        assert words in seen.failure.message
    assert await gone(*map(int, seen.output().split()))
    assert (await talk.run("kept = 7", "kept")).text() == "7"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_bomb_that_its_cell_left_behind_is_ended_too(talk: Talk) -> None:
    waits = "import os, time\nprint(os.getcwd())\nif os.fork() == 0:\n    os.setsid()\n"
    waits += "    while not os.path.exists('go'): time.sleep(0.01)\n"
    seen = await talk.run(waits + indent(STARTED + REST, "    "))
    assert seen.status == "ok"
    Path(seen.output().strip(), "go").touch()
    fault = await talk.until(Fault)
    assert f"{MOST} may" in fault.message
    assert (await talk.run("8")).text() == "8"


@pytest.mark.asyncio(loop_scope="session")
async def test_an_answer_with_too_many_processes_is_ended(line: Line) -> None:
    bomb = STARTED + REST
    checked = await line.kernel.judge(exercise="e", answer=bomb, tests="def test_it(answer):\n    pass\n", starter="")
    assert checked.verdict == "killed"
    assert "The answer was stopped because it had" in checked.message


class Counted:
    """Who is told of a crowd."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def pids(self) -> list[int]:
        return [1, 2]

    def on_crowd(self, count: int, most: int) -> None:
        self.told.append((count, most))


def test_its_own_processes_are_not_counted_and_as_many_as_may_run_are_left_in_peace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = [2, *range(10, 14)]
    monkeypatch.setattr("tutor.system.table.descendants", lambda _: running)
    counted, watch = Counted(), process_watch.ProcessWatch(4)
    assert watch.deadline(0.0, busy=False) is None
    due = watch.deadline(0.0, busy=True)
    assert due is not None
    watch.look(due, [counted])
    assert counted.told == []
    running.append(99)
    again = watch.deadline(due, busy=False)  # for what was started runs on
    assert again is not None
    watch.look(again, [counted])
    assert counted.told == [(5, 4)]
    running[1:] = []
    watch.look(watch.deadline(again, busy=False) or 0.0, [counted])
    assert watch.deadline(again, busy=False) is None


def test_the_bound_is_a_number_or_refused_in_words() -> None:
    assert process_watch.most({}) == process_watch.MOST
    assert process_watch.most({process_watch.SETTING: "2000"}) == 2000
    for text in ("0", "-1", "many", "½"):
        with pytest.raises(ValueError, match="is no number of processes"):
            process_watch.most({process_watch.SETTING: text})
