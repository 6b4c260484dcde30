"""Answers that do all that an answer must not: named, never right, and the next check works with nothing left over."""

from __future__ import annotations

import asyncio
import sys

import pytest
from judge_helpers import HURRIED, POOR, RIGHT, Judge

from tutor.kernel.client.client import Kernel
from tutor.system import table

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG = "def negative(x):\n    return x\n"

STUBBORN = """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
def negative(x):
    while True:
        try:
            while True: pass
        except BaseException: pass
"""
FORK_BOMB = """
import os, time
for _ in range(5):
    os.fork()
time.sleep(99)
"""
COMES_BACK_TWICE = "import os\nos.fork()\n" + WRONG
LEFT_RUNNING = """
import os, subprocess, sys, threading, time
threading.Thread(target=time.sleep, args=(99,)).start()
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(99)
    os._exit(0)
"""

ENDED = {
    "an endless loop": ("while True: pass", "timeout", "longer than 1 s"),
    "an endless loop that swallows everything": (STUBBORN, "timeout", "longer than 1 s"),
    "sleep": ("import time\ntime.sleep(99)", "timeout", "longer than 1 s"),
    "a way out": ("import os\nos._exit(0)", "killed", "os._exit(0)"),
    "a way out from a check": ("import os\ndef negative(x): os._exit(0)", "killed", "os._exit(0)"),
    "a way out with processes left": (LEFT_RUNNING + "os._exit(0)", "killed", "os._exit(0)"),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)", "killed", "SIGSEGV"),
    "abort": ("import os\nos.abort()", "killed", "SIGABRT"),
    "a kill": ("import os\nos.kill(os.getpid(), 9)", "killed", "SIGKILL"),
    "a terabyte": ("import torch\ntorch.ones(1 << 40)", "error", "memory"),
    "a growing list": ("a = []\nwhile True: a.append(bytearray(1 << 26))", "error", "memory"),
    "recursion": ("def negative(x): return negative(x)", "error", "calls itself without end"),
    "recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self): return repr(self)\nrepr(A())",
        *(("error", "RecursionError") if sys.version_info >= (3, 12) else ("killed", "SIGSEGV")),
    ),
    "a flood of output": ("while True: print('x' * 1000)", "killed", "printed more than 1,000,000 bytes"),
    "a flood from a check": (
        "import os\ndef negative(x):\n    while True: os.write(2, b'x' * 10000)",
        "killed",
        "printed more than",
    ),
    "input": ("input('name? ')", "error", "EOFError"),
    "a fork bomb": (FORK_BOMB, "timeout", "longer than 1 s"),
    "a NUL byte": ("a = '\0'", "error", "holds a NUL byte"),
    "a binary file": ("\x7fELF\x02\x01\x01\0\0\ufffd\ufffd" * 100, "error", "NUL byte"),
    "ten megabytes": ("# " + "x" * 10_000_000, "error", "10,000,002 characters"),
    "too many brackets": ("a = " + "(" * 5000 + ")" * 5000, "error", "nested"),
    "a tower of operators": ("a = " + "-" * 200_000 + "1", "error|killed", ""),
    "its line to the tutor closed": ("import os\nos.closerange(3, 10_000)\n" + WRONG, "killed", ""),
}


NEEDS_MUCH = {"a growing list", "recursion without a limit"}


@pytest.mark.parametrize("name", ENDED)
async def test_it_is_ended_and_named_and_the_next_check_works(judge: Judge, kernel: Kernel, name: str) -> None:
    answer, verdicts, words = ENDED[name]
    checked = await judge(answer, limits=POOR if name in NEEDS_MUCH else HURRIED)
    assert checked.verdict in verdicts.split("|"), checked
    assert words in checked.message
    assert len(checked.message) < 1000
    good = await judge(RIGHT)
    assert good.verdict == "right", good
    await only_the_next_check_waits(kernel)


HARMLESS = {
    "its own files deleted": "import os, shutil\nshutil.rmtree(os.getcwd())",
    "its own file deleted": "import os\nos.remove(__file__)",
    "files that shadow modules": "for name in ('torch', 'random', 'pytest', 'tutor', 'conftest'):\n"
    "    open(name + '.py', 'w').write('1 / 0')",
    "a pytest.ini": "open('pytest.ini', 'w').write('[pytest]\\naddopts = --collect-only')",
    "options of pytest": "import os\nos.environ['PYTEST_ADDOPTS'] = '--collect-only'",
    "processes left": LEFT_RUNNING,
    "another folder": "import os\nos.chdir('/')",
    "standard streams closed": "import os, sys\nsys.stdout.close()\nos.close(1)\nos.close(2)\nos.close(0)",
    "something at exit": "import atexit, os\natexit.register(os._exit, 0)",
    "warnings as errors": "import warnings\nwarnings.simplefilter('error')",
    "a hook on garbage collection": "import gc\ngc.callbacks.append(lambda *a: 1 / 0)\ngc.set_threshold(1)",
    "a hook on imports": "import sys\nsys.meta_path.insert(0, None)",
    "a lock held": "import threading\nthreading.Lock().acquire()",
}


@pytest.mark.parametrize("answer", [RIGHT, WRONG], ids=["right", "wrong"])
@pytest.mark.parametrize("name", HARMLESS)
async def test_it_changes_nothing_about_the_verdict(judge: Judge, kernel: Kernel, name: str, answer: str) -> None:
    checked = await judge(f"{HARMLESS[name]}\n{answer}")
    assert checked.verdict == ("right" if answer is RIGHT else "wrong"), checked
    await only_the_next_check_waits(kernel)


TAMPERING = {
    "torch.allclose": "torch.allclose = lambda *a, **k: True",
    "torch.equal": "torch.equal = lambda *a, **k: True",
    "a comparison of tensors": "torch.Tensor.__eq__ = lambda *a: torch.tensor(True)",
    "a method that tensors inherit": "torch.Tensor.clone = lambda self: self",
    "a random source": "torch.randn = lambda *a, **k: torch.zeros(3)",
    "a helper": "import tutor.check\ntutor.check.same = lambda *a, **k: None",
    "a helper where it is made": "import tutor.check.compare as c\nc.same = c._same_values = lambda *a, **k: None",
    "the code of a helper": "from tutor.check import same\nsame.__code__ = (lambda *a, **k: None).__code__",
    "a name that hides a builtin": "import tutor.check.compare as c\nc.any = lambda *a: True",
    "the mistake": "import tutor.check.failure as f\nf.Mistake = ValueError",
    "a builtin": "import builtins\nbuiltins.AssertionError = RuntimeError",
    "a class of the builtins": "import builtins\nbuiltins.isinstance = lambda *a: True",
    "what runs a check": "import _pytest.python as p\np.pytest_pyfunc_call = lambda **k: True",
    "what records a check": "import tutor.kernel.judge.answer_plugin as t\nt.AnswerPlugin._record = lambda *a: None",
    "what calls hooks": "import pluggy._callers as c\nc._multicall = lambda *a: []",
    "pytest.main": "import pytest\npytest.main = lambda *a, **k: 0",
    "a module": "import sys, types\nsys.modules['torch'] = types.ModuleType('torch')",
    "a module of ours": "import sys\ndel sys.modules['tutor.check']",
    "the checks themselves": (
        "import sys\n"
        "for module in [module for name, module in sys.modules.items() if 'test_negative' in name]:\n"
        "    for name in [name for name in dir(module) if name.startswith('test_')]:\n"
        "        setattr(module, name, lambda answer: None)"
    ),
    "a trace function": "import sys\nsys.settrace(lambda *a: None)",
    "a mode left on": "from torch.overrides import TorchFunctionMode as M\nm = M()\nm.__enter__()",
}


@pytest.mark.parametrize("name", TAMPERING)
async def test_a_patch_at_import_is_named(judge: Judge, name: str) -> None:
    checked = await judge(f"import torch\n{TAMPERING[name]}\n{WRONG}")
    assert checked.verdict == "wrong", checked
    assert "Your code replaced" in checked.message
    assert [check.outcome for check in checked.checks] == ["not reached"] * 3


LATE = {
    "left in place": "torch.allclose = lambda *a, **k: True",
    "of a helper": "import tutor.check\n    tutor.check.same = tutor.check.changed = lambda *a, **k: None",
    "of the checks' own names": "import sys\n    sys._getframe(1).f_globals['check'] = None",
    "of the recorder": "import tutor.kernel.judge.answer_plugin as t\n    t.Outcome = None",
}


@pytest.mark.parametrize("name", LATE)
async def test_a_patch_made_from_within_a_check_passes_nothing(judge: Judge, name: str) -> None:
    checked = await judge(f"import torch\ndef negative(x):\n    {LATE[name]}\n    return x\n")
    assert checked.verdict in ("wrong", "error"), checked


async def test_an_answer_that_takes_the_checks_away_has_passed_none(judge: Judge) -> None:
    answer = """
import sys
frame = sys._getframe()
while frame is not None:
    if hasattr(session := frame.f_locals.get("session"), "items"):
        session.items.clear()
    frame = frame.f_back

def negative(x): return x
"""
    checked = await judge(answer)
    assert checked.verdict == "error"
    assert "none of them finished" in checked.message


async def test_an_object_that_is_equal_to_everything_passes_nothing(judge: Judge) -> None:
    answer = """
class Equal:
    def __eq__(self, other): return True
    def __getattr__(self, name): return lambda *a, **k: self
    def __bool__(self): return True
def negative(x): return Equal()
"""
    checked = await judge(answer)
    assert checked.verdict in ("wrong", "error"), checked
    assert "an Equal, and it should be a tensor" in checked.message


async def test_an_answer_that_comes_back_twice_is_judged_once(judge: Judge, kernel: Kernel) -> None:
    assert (await judge(COMES_BACK_TWICE)).verdict == "wrong"
    assert (await judge(COMES_BACK_TWICE.replace(WRONG, RIGHT))).verdict == "right"
    await only_the_next_check_waits(kernel)


async def test_a_verdict_of_ones_own_is_not_believed(judge: Judge) -> None:
    answer = """
import os, socket
from tutor.kernel.protocol.checks import Checked
from tutor.kernel.protocol.wire import Judged, encode
for fd in range(3, 200):
    try: os.write(fd, encode(Judged("", Checked(1, "right", "", 0.0))))
    except OSError: pass
def negative(x): return x
"""
    assert (await judge(answer)).verdict in ("wrong", "killed")
    assert (await judge(RIGHT)).verdict == "right"


async def only_the_next_check_waits(kernel: Kernel) -> None:
    """Wait until nothing of the host's is left but the base of the next check, and the process ready on it."""
    assert kernel._process is not None
    for _ in range(500):
        left = table.descendants(kernel._process.pid)
        if len(left) <= 2:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"processes are left: {left}")
