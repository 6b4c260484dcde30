"""A cell starts a program: its output comes as it is written, and however the cell ends, all of the program does."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kernel_talk import Talk
from test_kernel_line import gone

from tutor import live
from tutor.kernel.protocol.events import Output
from tutor.system import table
from tutor.system.processes import send_signal
from tutor.views.printed import Transcript

PYTHON = [sys.executable, "-S", "-c"]
CREW = """
import os, subprocess, sys
worker = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(1000)"], start_new_session=True)
lost = ["sh", "-c", "sleep 1000 >&2 & echo $!"]
orphan = subprocess.run(lost, stdout=subprocess.PIPE, text=True).stdout.strip()
print(os.getppid(), os.getpid(), worker.pid, orphan)
"""
"""A program as torchrun is one: its worker is a session of its own. Prints its keeper, itself and what it started."""
STAYS = CREW + "worker.wait()\n"
OBEYS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""For a script whose tests run in the background of a shell, where ctrl+c is ignored."""
STARTS = f"import sys\nfrom tutor import live\nlive.command([sys.executable, '-S', '-c', {STAYS!r}], announce='it')"


def told(text: str) -> list[int]:
    """The processes that the program has named, once its line is there."""
    return [int(pid) for line in text.splitlines() if line.count(" ") == 3 for pid in line.split()]


@pytest.mark.bare
def test_what_a_program_writes_and_how_it_ends_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    program = "import sys; print('out', sys.stdin.read()); print('häh', file=sys.stderr); sys.exit(3)"
    assert live.command([*PYTHON, program], announce="it") == 3
    seen = capsys.readouterr()
    assert seen.out == "starting it …\nout \n"
    assert seen.err.startswith("häh\npython -S -c ")
    assert "exit status 3" in seen.err


def test_a_program_that_ends_well_gives_0_and_one_that_a_signal_ends_its_number(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert live.command(["true"]) == 0
    assert live.command(["sh", "-c", "kill -9 $$"]) == -signal.SIGKILL
    seen = capsys.readouterr()
    assert seen.out == "starting true …\nstarting sh -c 'kill -9 $$' …\n"
    assert "was killed from outside (SIGKILL)" in seen.err


def test_what_a_program_leaves_running_ends_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert live.command([*PYTHON, CREW]) == 0
    pids = told(capsys.readouterr().out)
    assert len(pids) == 4
    assert table.living(pids) == []


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ("python train.py", TypeError, "a list of words"),
        ([], ValueError, "empty"),
        ([sys.executable, 2], TypeError, "write '2'"),
        (["no such program"], FileNotFoundError, "torch.distributed.run"),
        ([__file__], PermissionError, "started by Python"),
    ],
)
def test_what_cannot_be_started_is_an_error_in_words(
    words: list[str], error: type[Exception], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error, match=said):
        live.command(words)
    assert capsys.readouterr().out == ""


def test_a_file_that_the_system_does_not_take_for_a_program_is_named(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_bytes(b"\x7fELF no more")
    path.chmod(0o755)
    with pytest.raises(OSError, match="program cannot be started"):
        live.command([path])


def script(pids: list[int]) -> int:
    return pids[-1]


def keeper(pids: list[int]) -> int:
    return pids[0]


def program(pids: list[int]) -> int:
    return pids[1]


@pytest.mark.parametrize(
    ("victim", "number"),
    [
        (script, signal.SIGKILL),
        (script, signal.SIGINT),
        pytest.param(script, signal.SIGTERM, marks=pytest.mark.bare),
        (program, signal.SIGKILL),
    ],
)
def test_in_a_script_of_its_own_nothing_is_left_whoever_is_ended(
    victim: Callable[[list[int]], int], number: signal.Signals
) -> None:
    alone = subprocess.Popen(
        [sys.executable, "-c", OBEYS + STARTS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert alone.stdout is not None
    pids = told(alone.stdout.readline() + alone.stdout.readline())
    send_signal(victim([*pids, alone.pid]), number)
    alone.communicate()
    assert len(pids) == 4
    assert asyncio.run(gone(*pids))


async def began(talk: Talk, *how: str) -> tuple[int, list[int]]:
    """A run whose cell has started the program; its number, and the processes."""
    run, text = talk.start(*how, STARTS), ""
    while not (pids := told(text)):
        text += (await talk.until(Output)).text
    return run, pids


@pytest.mark.asyncio(loop_scope="session")
async def test_a_stop_ends_the_whole_tree_of_a_program_and_what_stood_before_it_stays(talk: Talk) -> None:
    run, pids = await began(talk, "a = 1")
    talk.session.interrupt()
    seen = await talk.over(run)
    assert (seen.status, len(pids)) == ("interrupted", 4)
    assert table.living(pids) == []
    assert (await talk.run("a = 1", "a")).ran == [2]


@pytest.mark.asyncio(loop_scope="session")
async def test_the_end_of_a_keeper_is_the_end_of_its_program_and_is_told(talk: Talk) -> None:
    run, pids = await began(talk)
    send_signal(keeper(pids), signal.SIGKILL)
    seen = await talk.over(run)
    assert (seen.status, seen.text()) == ("ok", "-9")
    assert "SIGKILL" in seen.output("stderr")
    assert await gone(*pids)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_that_is_killed_and_a_closed_session_take_the_whole_tree_of_a_program_along(talk: Talk) -> None:
    _, pids = await began(talk)
    assert (await talk.run("'another'")).text() == "'another'"  # the host kills the cell, as at its time limit
    assert await gone(*pids)
    _, others = await began(talk)
    talk.session.close()
    assert await gone(*others)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_bar_that_is_drawn_over_itself_is_seen_in_its_last_state(talk: Talk) -> None:
    bar = "import sys\nfor i in range(4): print(f'\\r{i} of 3', end='')\nprint('\\nend')"
    seen = await talk.run(f"import sys\nfrom tutor import live\nlive.command([sys.executable, '-S', '-c', {bar!r}])")
    transcript = Transcript()
    transcript.write(seen.output())
    assert transcript.lines[1:] == ["3 of 3", "end"]
    assert transcript.lines[0].startswith("starting python -S -c ")
