"""The line between the tutor and a kernel: how it begins, how it ends, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import pytest
from kernel_talk import Line

from tutor import __version__
from tutor.kernel.client.client import KernelError, Lost
from tutor.kernel.protocol.connection import PROTOCOL, AskDevices, Devices, Hello, Refused
from tutor.kernel.protocol.events import Opened, Output, Shown
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.kernel.protocol.requests import Cell, Open, Run
from tutor.system import processes, table

pytestmark = pytest.mark.asyncio(loop_scope="session")

M = TypeVar("M")
BUSY = """
import os, signal, subprocess, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'], start_new_session=True)
pids = [os.getpid(), child.pid]
"""
BUSIES = {
    "a loop": "print(' '.join(map(str, pids)))\nwhile True: pass",
    "a flood": "print(' '.join(map(str, pids)))\nwhile True: os.write(1, b'x' * 4096)",
    "a fork bomb": """
for _ in range(12):
    if (pid := os.fork()) == 0:
        os.setsid()
        while True: pass
    pids.append(pid)
print(' '.join(map(str, pids)))
while True: pass
""",
}


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def alive(pid: int) -> bool:
    return bool(table.living([pid]))


async def gone(*pids: int) -> bool:
    """Whether these processes end, or have ended."""
    for _ in range(500):
        if not any(map(alive, pids)):
            return True
        await asyncio.sleep(0.01)  # waits for the system, which tells nobody but a parent
    return False


async def busy(line: Line, how: str) -> list[int]:
    """Start a session that does not want to end; the processes that must."""
    await line.kernel.start()
    await line.kernel.ready()
    talk = line.talk(limits=Limits(output=10**9))
    talk.start(BUSY + BUSIES[how])
    said = await talk.until(Output)
    assert line.kernel._process is not None
    return [line.kernel._process.pid, *map(int, said.text.split("\n")[0].split())]


@pytest.mark.bare
@pytest.mark.parametrize("how", BUSIES)
async def test_closing_leaves_no_process(how: str, warm_command: list[str]) -> None:
    line = Line(warm_command)
    pids = await busy(line, how)
    await line.kernel.close()
    assert await gone(*pids)  # a kernel that had no time to end them leaves it to them: they see that it is gone
    assert line.kernel.state == "closed"


@pytest.mark.bare
async def test_the_end_of_its_input_ends_a_kernel_whose_output_nobody_reads(warm_command: list[str]) -> None:
    reading, writing = os.pipe()
    unread, output = os.pipe()
    host = subprocess.Popen(warm_command, stdin=reading, stdout=output)
    os.close(reading)
    cell = Cell(1, "import os\nwhile True: os.write(1, b'x' * 4096)")
    os.write(
        writing, encode(Hello()) + encode(Open(1, "cpu", limits=Limits(output=10**9))) + encode(Run(1, 1, (cell,)))
    )
    data = b""
    while b"RunFinished" not in data and data.count(b"xxxx") < 1000:
        data += os.read(unread, 65536)
    os.close(writing)
    assert await asyncio.to_thread(host.wait, 5) == 0
    os.close(unread)
    os.close(output)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_the_kernel_and_all_below(number: int, warm_command: list[str]) -> None:
    line = Line(warm_command)
    pids = await busy(line, "a loop")
    os.kill(pids[0], number)
    lost = await asyncio.wait_for(heard(line, Lost), 10)
    assert await gone(*pids)
    assert "exit status 0" in lost.message
    await line.kernel.close()


@pytest.mark.bare
async def test_a_killed_kernel_takes_its_sessions_along() -> None:
    line = Line()
    pids = await busy(line, "a loop")
    os.kill(pids[0], signal.SIGKILL)
    lost = await asyncio.wait_for(heard(line, Lost), 10)
    assert "signal 9" in lost.message
    assert line.kernel.state == "lost"
    assert await gone(*pids[:2])
    # where the system itself ends the sessions, a process that left its own outlives a kernel that could not clean up
    processes.send_signal(pids[2], signal.SIGKILL)
    await line.kernel.close()


@pytest.mark.bare
async def test_a_killed_tutor_takes_everything_along() -> None:
    program = (
        "import asyncio, sys\nsys.path[:0] = sys.argv[1:]\n"
        "from kernel_talk import Line\nfrom test_kernel_line import busy\n"
        "async def main():\n"
        "    print(*await busy(Line(), 'a loop'), flush=True)\n"
        "    await asyncio.sleep(1000)\n"
        "asyncio.run(main())"
    )
    tutor = subprocess.Popen(
        [sys.executable, "-c", program, str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert tutor.stdout is not None
    pids = [int(pid) for pid in (await asyncio.to_thread(tutor.stdout.readline)).split()]
    tutor.kill()
    tutor.wait()
    tutor.stdout.close()
    assert len(pids) == 3
    assert await gone(*pids)


async def heard(line: Line, kind: type[M]) -> M:
    while True:
        message = await line.heard.get()
        if isinstance(message, kind):
            return message


async def test_any_command_will_do_and_noise_before_the_greeting_is_skipped(warm_command: list[str]) -> None:
    noise = "echo 'Welcome to gpu-box'; echo 'pytorch-tutor is not here'"
    line = Line(["sh", "-c", f"{noise}; {shlex.join(warm_command)}"])
    await line.kernel.start()
    ready = await line.kernel.ready()
    assert ready.problem == ""
    assert (await line.talk().run("6 * 7")).text() == "42"
    await line.kernel.close()


async def test_a_command_that_is_not_there_is_named() -> None:
    line = Line(["no-such-command-anywhere"])
    with pytest.raises(KernelError, match="no-such-command-anywhere"):
        await line.kernel.start()
    await line.kernel.close()


async def test_a_command_that_is_no_kernel_is_shown_with_what_it_said() -> None:
    line = Line(["sh", "-c", "echo 'Permission denied (publickey).' >&2; exit 255"])
    await line.kernel.start()
    with pytest.raises(KernelError, match=r"exit status 255.*Permission denied"):
        await line.kernel.ready()
    assert line.kernel.state == "lost"
    await line.kernel.close()


async def test_endless_noise_is_given_up() -> None:
    line = Line(python("while True: print('noise' * 1000)"))
    await line.kernel.start()
    with pytest.raises(KernelError, match="did not start a pytorch-tutor kernel"):
        await line.kernel.ready()
    await line.kernel.close()


async def test_another_protocol_is_named_with_both_versions() -> None:
    line = Line(python("print('pytorch-tutor-kernel protocol=99 version=7.8.9', flush=True); input()"))
    await line.kernel.start()
    with pytest.raises(KernelError) as caught:
        await line.kernel.ready()
    for words in ("7.8.9", "protocol 99", __version__, f"protocol {PROTOCOL}"):
        assert words in str(caught.value)
    await line.kernel.close()


async def test_a_kernel_refuses_a_tutor_of_another_protocol(warm_command: list[str]) -> None:
    line = Line(warm_command)
    await line.kernel.start()
    line.kernel.send(Hello(protocol=99, version="7.8.9"))
    lost = await asyncio.wait_for(heard(line, Lost), 20)
    assert "7.8.9 (protocol 99)" in lost.message
    with pytest.raises(KernelError, match=r"7\.8\.9"):
        await line.kernel.ready()
    await line.kernel.close()


async def test_a_kernel_that_dies_midway_is_lost_with_its_last_words(warm_kernel: str) -> None:
    line = Line(["sh", "-c", f"{warm_kernel}; echo 'out of luck' >&2; exit 3"])
    await line.kernel.start()
    line.talk().start(
        "import os, signal\n"
        "host = open(f'/proc/{os.getppid()}/stat').read().split()[3]\n"
        "os.kill(int(host), signal.SIGKILL)"
    )
    lost = await asyncio.wait_for(heard(line, Lost), 20)
    assert "exit status 3" in lost.message
    assert "out of luck" in lost.message
    line.kernel.send(AskDevices())
    assert line.kernel.state == "lost"
    await line.kernel.close()


async def test_nonsense_after_the_greeting_is_named() -> None:
    line = Line(
        python(
            "import sys; from tutor.kernel.protocol.connection import greeting\n"
            "sys.stdout.buffer.write(greeting() + b'\\xff' * 99); sys.stdout.flush(); input()"
        )
    )
    await line.kernel.start()
    with pytest.raises(KernelError, match="not part of the protocol"):
        await line.kernel.ready()
    await line.kernel.close()


async def test_closing_before_it_is_warm_is_quick_and_clean() -> None:
    line = Line()
    await line.kernel.start()
    process = line.kernel._process
    await line.kernel.close()
    assert process is not None
    assert process.returncode == 0
    with pytest.raises(KernelError):
        await line.kernel.ready()


@pytest.mark.bare
async def test_devices_are_told(line: Line) -> None:
    line.kernel.send(AskDevices())
    devices = (await asyncio.wait_for(heard(line, Devices), 60)).devices
    assert devices[-1].name == "cpu"
    assert (devices[-1].memory_total or 0) > 0


async def test_auto_is_the_first_device(line: Line) -> None:
    line.kernel.send(AskDevices())
    first = (await asyncio.wait_for(heard(line, Devices), 60)).devices[0]
    talk = line.talk("auto")
    assert (await talk.until(Opened)).device == first.name
    talk.session.close()


@pytest.mark.bare
async def test_work_folders_are_taken_away(warm_command: list[str]) -> None:
    line = Line(warm_command)
    await line.kernel.start()
    talk = line.talk()
    seen = await talk.run("import os\nopen('file', 'w').close()\nprint(os.getcwd())")
    folder = Path(seen.output().strip())
    assert folder.is_dir()
    await line.kernel.close()
    assert not folder.exists()


async def test_fresh_processes_are_started_where_fork_is_not_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTORCH_TUTOR_FORK", "0")
    line = Line()
    await line.kernel.start()
    assert (await line.talk().run("import torch\ntorch.ones(1).item()")).text() == "1.0"
    await line.kernel.close()


async def test_sessions_work_where_fork_is_not_to_be_had(
    monkeypatch: pytest.MonkeyPatch, warm_command: list[str]
) -> None:
    monkeypatch.setenv("PYTORCH_TUTOR_FORK", "0")
    line = Line(warm_command)
    await line.kernel.start()
    ready = await line.kernel.ready()
    assert not ready.forks
    talk = line.talk()
    first = await talk.run("import torch\na = [torch.rand(1).item()]", "a")
    on = await talk.run("import torch\na = [torch.rand(1).item()]", "a.append(2)", "a")
    assert (first.of(Shown)[0].view, len(on.ran)) != (None, 0)
    assert on.text().endswith(", 2]")
    killed = await talk.run("import torch\na = [torch.rand(1).item()]", "import os\nos._exit(0)")
    back = await talk.run("import torch\na = [torch.rand(1).item()]", "a")
    assert killed.status == "killed"
    assert (back.ran, back.text()) == ([1, 2], first.text())
    await line.kernel.close()


async def test_a_kernel_at_work_loads_neither_the_screen_nor_a_gpu(line: Line) -> None:
    loaded = await line.talk().run(
        "import sys, torch\n"
        "[name for name in ('textual', 'plotext') if name in sys.modules], torch.cuda.is_initialized()"
    )
    assert loaded.text() == "([], False)"


async def test_a_refusal_survives_the_line() -> None:
    refused = Refused(2, "9.9", "no")
    assert decode_from_kernel(encode(refused)[4:]) == refused
