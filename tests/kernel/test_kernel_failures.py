"""What goes wrong in a cell is named, and the next run works."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import pytest
from kernel_talk import Talk
from test_kernel_line import gone

from tutor.kernel.protocol.events import Output

pytestmark = pytest.mark.asyncio(loop_scope="session")

STUBBORN = """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
print('on')
while True:
    try:
        while True: pass
    except BaseException: pass
"""
SWALLOWING = """
print('on')
while True:
    try:
        while True: pass
    except KeyboardInterrupt: pass
"""
GRANDCHILD = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'], start_new_session=True)
print(child.pid)
"""

KILLED = {
    "a way out": ("import os\nos._exit(0)", "killed", "os._exit(0)"),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)", "killed", "SIGSEGV"),
    "abort": ("import os\nos.abort()", "killed", "SIGABRT"),
    "a kill": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "killed", "SIGKILL"),
    "endless recursion": ("def f(n): return f(n + 1)\nf(0)", "error", "RecursionError"),
    "recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self): return repr(self)\nrepr(A())",
        *(("error", "RecursionError") if sys.version_info >= (3, 12) else ("killed", "SIGSEGV")),
    ),
    "a terabyte": ("import torch\ntorch.ones(1 << 40)", "error", "memory"),
    "a growing list": ("a = []\nwhile True: a.append(bytearray(1 << 28))", "error", "MemoryError"),
    "a flood of output": ("while True: print('x' * 1000)", "killed", "printed more than 200,000 bytes"),
    "a flood of raw output": ("import os\nwhile True: os.write(2, b'x' * 10000)", "killed", "printed more than"),
    "a flood that is written over": ("while True: print(end='x' * 1000 + '\\r')", "killed", "printed more than"),
    "input": ("input('name? ')", "error", "EOFError"),
    "exit": ("import sys\nsys.exit()", "error", "SystemExit"),
    "a closed line": ("import os, time\nos.closerange(0, 10_000)\ntime.sleep(100)", "killed", "closed the connection"),
    "time": ("while True: pass", "timeout", "longer than 2 s"),
    "time, stubbornly": (STUBBORN, "timeout", "longer than 2 s"),
    "a syntax error": ("a = 1\nb = (", "error", "SyntaxError"),
    "a null byte": ("a = '\0'", "error", "null bytes"),
}


BARE = ("a way out", "a flood of output", "a closed line", "time, stubbornly")


def some_bare(names: Iterable[str], *bare: str) -> list[Any]:
    return [pytest.param(name, marks=pytest.mark.bare if name in bare else ()) for name in names]


@pytest.mark.parametrize("name", some_bare(KILLED, *BARE))
async def test_what_happened_is_named_and_the_next_run_works(strict: Talk, forks: bool, name: str) -> None:
    source, status, words = KILLED[name]
    await strict.run("kept = 7")
    failed = await strict.run("kept = 7", source)
    good = await strict.run("kept = 7", "kept")
    assert failed.status == status
    assert words in failed.failure.message
    assert (good.status, good.ran, good.text()) == ("ok", [2] if forks else [1, 2], "7")


HARMLESS = {
    "a file that shadows the library": "open('random.py', 'w').write('1 / 0')\nopen('torch.py', 'w').write('1 / 0')",
    "no folder to stand in": "import os, shutil\nshutil.rmtree(os.getcwd())",
    "closed descriptors": "import os\nos.closerange(0, 21)",
    "threads left running": """import threading, time
threading.Thread(target=time.sleep, args=(99,), daemon=True).start()""",
    "processes left running": "import os, time\nfor _ in range(30):\n    if os.fork() == 0: time.sleep(99)",
    "print lost": "import sys\nsys.stdout = None\nprint = None",
    "a progress bar": "for i in range(3000): print(end=f'\\r{i}' + '#' * 300)\nfor i in range(100): print(i)",
    "stdout closed": "import sys\nsys.stdout.close()",
    "signals ignored": "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nsignal.signal(2, signal.SIG_IGN)",
    "an alarm set": "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.05)",
}


@pytest.mark.parametrize("name", some_bare(HARMLESS, "closed descriptors"))
async def test_what_a_cell_leaves_behind_does_not_hinder_the_next(strict: Talk, name: str) -> None:
    left = await strict.run(HARMLESS[name])
    good = await strict.run(HARMLESS[name], "import random, os\nos.getcwd()\nos.write(1, b'still here')\n1 + 1")
    assert left.status == "ok"
    assert (good.status, good.text()) == ("ok", "2")
    assert good.output(cell=2) == "still here"
    again = await strict.run("'fresh'")
    assert again.text() == "'fresh'"


@pytest.mark.parametrize("source", [STUBBORN, SWALLOWING], ids=["ignoring signals", "swallowing the interrupt"])
async def test_a_cell_that_does_not_obey_is_killed(talk: Talk, source: str) -> None:
    await talk.run("kept = 7")
    run = talk.start("kept = 7", source)
    await talk.until(Output)
    talk.session.interrupt()
    assert (await talk.over(run)).status == "interrupted"
    seen = await talk.run("kept = 7", "kept")
    assert (seen.ran, seen.text()) == ([2], "7")


@pytest.mark.bare
async def test_an_interrupt_stops_a_loop_and_names_its_line(talk: Talk) -> None:
    run = talk.start("print('on')\nwhile True:\n    pass")
    await talk.until(Output)
    talk.session.interrupt()
    seen = await talk.over(run)
    assert seen.status == "interrupted"
    assert seen.failure.line in (2, 3)


async def test_an_interrupt_during_a_cell_above_ends_the_run(talk: Talk) -> None:
    run = talk.start("print('on')\nwhile True:\n    pass", "2")
    await talk.until(Output)
    talk.session.interrupt()
    seen = await talk.over(run)
    assert (seen.status, seen.ran) == ("interrupted", [1])


async def test_an_interrupt_with_nothing_running_does_nothing(talk: Talk) -> None:
    talk.session.interrupt()
    assert (await talk.run("1")).status == "ok"
    talk.session.interrupt()
    assert (await talk.run("1")).status == "ok"


async def test_a_process_with_its_own_session_goes_with_the_cell(talk: Talk) -> None:
    failed = await talk.run(GRANDCHILD + "1 / 0")
    pid = int(failed.output())
    assert await gone(pid)


async def test_an_orphan_of_a_dead_cell_goes_with_it(talk: Talk) -> None:
    failed = await talk.run(GRANDCHILD + "import sys\nsys.stdout.flush()\nos._exit(0)")
    pid = int(failed.output())
    assert await gone(pid)


@pytest.mark.bare
async def test_an_orphan_that_stayed_in_the_cells_session_goes_with_it(talk: Talk) -> None:
    within = GRANDCHILD.replace(", start_new_session=True", "")
    failed = await talk.run(within + "import sys\nsys.stdout.flush()\nos._exit(0)")
    assert failed.status == "killed"
    assert await gone(int(failed.output()))


async def test_a_traceback_is_cut_to_the_cells_own_lines(talk: Talk) -> None:
    seen = await talk.run(
        "import torch\ndef layer(x):\n    y = x\n    return torch.nn.Linear(3, 2)(y)",
        "a = 1\nlayer(torch.ones(4, 5))",
    )
    failure = seen.failure
    assert [(frame.cell, frame.line, frame.function) for frame in failure.frames] == [(2, 2, ""), (1, 4, "layer")]
    assert failure.frames[1].text == "return torch.nn.Linear(3, 2)(y)"
    assert (failure.kind, failure.line) == ("RuntimeError", 4)
    assert "columns on the left (5), rows on the right (3)" in failure.explanation


async def test_a_syntax_error_names_its_line(talk: Talk) -> None:
    seen = await talk.run("a = 1\nif a\n    pass")
    assert (seen.failure.kind, seen.failure.line) == ("SyntaxError", 2)
    assert "colon" in seen.failure.explanation


EXPLAINED = {
    "a near name": ("learning_rate = 1\nlearnig_rate", "Did you mean learning_rate?"),
    "a near attribute": ("import torch\ntorch.zeros(2).reshap(1)", "Did you mean reshape?"),
    "broadcasting": ("import torch\ntorch.zeros(3) + torch.zeros(4)", "sizes 3 and 4 meet"),
    "dtype": ("import torch\ntorch.zeros(2, 2) @ torch.zeros(2, 2, dtype=torch.long)", "dtype"),
    "an in-place change": ("import torch\nw = torch.zeros(1, requires_grad=True)\nw += 1", "no_grad"),
    "backward twice": (
        "import torch\nw = torch.ones(1, requires_grad=True)\nl = (w * w).sum()\nl.backward()\nl.backward()",
        "Compute the loss again",
    ),
    "no gradient": ("import torch\ntorch.ones(1).sum().backward()", "requires_grad=True"),
    "whole numbers": ("import torch\ntorch.tensor([1, 2], requires_grad=True)", ".float()"),
    "view": ("import torch\ntorch.zeros(2, 3).T.view(6)", "contiguous"),
    "not a scalar": ("import torch\ntorch.ones(2, requires_grad=True).backward()", ".mean()"),
    "none": ("import torch\ntorch.ones(1, requires_grad=True).grad.zero_()", "None until"),
    "an index into a number": ("import numpy as np\nnp.float64(1)[0]", "a single number"),
    "tenths in whole numbers": ("import torch\ntorch.tensor([1]).div_(10)", "in place"),
    "einsum": ("import torch\ntorch.einsum('nd,ed->n', torch.ones(2, 3), torch.ones(3, 4))", "one length"),
    "a class for a layer": ("from torch import nn\nnn.Sequential(nn.Tanh)", "makes a layer"),
    "math on an array": ("import math, numpy as np\nmath.tanh(np.ones(3))", "a whole array"),
    "a comparison in an if": ("import torch\nif torch.ones(2) > 0: pass", "torch.where"),
    "a wrong power": ("import torch\ntorch.ones(2) ^ 2", "x ** 2"),
    "and without brackets": ("import torch\na = torch.ones(2)\na > 0 & a", "in brackets"),
    "and of numbers": ("import torch\na = torch.ones(2)\n(a > 0) & a", "Compare first"),
    "not of numbers": ("import torch\n~torch.ones(2)", "Compare first"),
    "inner": ("import torch\ntorch.inner(torch.ones(4, 3), torch.ones(3, 1))", "rows with rows"),
    "max with dim": ("import torch\na = torch.ones(2, 2)\na - a.max(1)", ".values"),
    "a number for grad": ("import torch\nw = torch.ones(1, requires_grad=True)\nw.grad = 0", "None, which clears"),
    "groups without dicts": ("import torch\ntorch.optim.SGD([[torch.ones(1)]], lr=1)", "list of dicts"),
    "parameters not called": (
        "import torch\ntorch.optim.SGD(torch.nn.Linear(1, 1).parameters, lr=1)",
        "The brackets ()",
    ),
    "a layer that was called too early": (
        "import torch\nfrom torch.utils.checkpoint import checkpoint\nlayer = torch.nn.Linear(1, 1)\n"
        "checkpoint(layer(torch.ones(1, 1)), use_reentrant=False)",
        "f, not f(x)",
    ),
    "a list of layers that is called": ("import torch\ntorch.nn.ModuleList()(1)", "call each of them"),
    "a module without its method": (
        "import torch\nclass Net(torch.nn.Module):\n    def foward(self, x): return x\nNet()(1)",
        "def forward(self, x)",
    ),
    "a breakpoint": ("x = 1\nbreakpoint()\nx", "waits for commands from a keyboard"),
    "pip without its sign": ("x = 1\npip install numpy", "Run pip in a terminal"),
    "a password": ("import getpass\ngetpass.getpass()", "os.environ"),
    "a question": ("input('name? ')", "Write the value into the code"),
    "meta device": ("import torch\ntorch.ones(1, device='meta') + torch.ones(2)", ""),
}


@pytest.mark.parametrize("name", EXPLAINED)
async def test_common_errors_are_explained(talk: Talk, name: str) -> None:
    source, words = EXPLAINED[name]
    assert words in (await talk.run(source)).failure.explanation


@pytest.mark.parametrize("source", ["x = 1\nbreakpoint()", "x = 1\nbreakpoint()\nx"])
async def test_a_breakpoint_is_marked_on_its_own_line_and_opens_no_debugger(talk: Talk, source: str) -> None:
    run = await talk.run(source)
    assert run.failure.line == 2
    assert run.output() == run.output("stderr") == ""
