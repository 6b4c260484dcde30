"""What is said of an answer, judged by a real kernel."""

from __future__ import annotations

import asyncio

import pytest
from judge_helpers import RIGHT, STARTER, TESTS, Judge

from tutor.kernel.client.client import Kernel
from tutor.kernel.protocol.checks import Checked

pytestmark = pytest.mark.asyncio(loop_scope="session")

VERDICTS = {
    "right": (RIGHT, "right", "All 3 checks passed.", None),
    "right in another way": ("negative = lambda x: 0 - x", "right", "All 3", None),
    "a byte order mark": ("\ufeff" + RIGHT, "right", "All 3", None),
    "lines of Windows": (RIGHT.replace("\n", "\r\n"), "right", "All 3", None),
    "lines of an old Mac": (RIGHT.replace("\n", "\r"), "right", "All 3", None),
    "tabs": (RIGHT.replace("    ", "\t"), "right", "All 3", None),
    "an ellipsis that is meant": ("def negative(x: tuple[int, ...]):\n    return -x[...]\n", "right", "All 3", None),
    "the starter": (STARTER, "unfinished", "Line 2 is still to be written.", 2),
    "the starter, with a comment and more space": ("# mine\n\n\n" + STARTER, "unfinished", "still to be", 5),
    "a blank among others": ("def negative(x):\n    y = -x\n    z = ...\n    return z\n", "unfinished", "Line 3", 3),
    "two blanks": ("def negative(x):\n    y = ...\n    return ...\n", "unfinished", "Lines 2 and 3 are", 2),
    "not implemented": ("def negative(x):\n    raise NotImplementedError('later')\n", "unfinished", "Line 2", 2),
    "not implemented yet, at import": ("raise NotImplementedError\n", "unfinished", "Line 1", 1),
    "a blank that stops the import": ("y = ...\nz = y + 1\n" + RIGHT, "unfinished", "Line 1", 1),
    "nothing": ("", "unfinished", "There is no code yet", None),
    "only a comment": ("\n# to do\n", "unfinished", "There is no code yet", None),
    "wrong": ("def negative(x):\n    return x\n", "wrong", "The sign is the wrong way round", None),
    "changes its input": ("def negative(x):\n    return x.neg_()\n", "wrong", "changed x", None),
    "another name": (
        "def negativ(x):\n    return -x\n",
        "wrong",
        "does not define negative. It defines negativ.",
        None,
    ),
    "another signature": ("\ndef negative():\n    return 1\n", "wrong", "cannot call negative as the task", 2),
    "its own assertion": ("def negative(x):\n    assert x is None\n", "error", "Line 2 stopped with AssertionError", 2),
    "a syntax error": ("def negative(x)\n    return -x\n", "error", "expected ':'", 1),
    "return outside a function": ("return 3\n", "error", "outside function", 1),
    "a return that lost its function": (
        "def negative(x):\n    x = -x\nreturn x\n",
        "error",
        "has lost its indentation",
        3,
    ),
    "a break that lost its loop": ("for i in [1]:\n    pass\nbreak\n", "error", "has lost its indentation", 3),
    "a median of nothing": (
        "import statistics\ndef negative(x):\n    return statistics.median([])\n",
        "error",
        "the list is empty",
        3,
    ),
    "a branch that returns nothing": (
        "def negative(x):\n    if x.sum() > 99:\n        return -x\n",
        "wrong",
        "each of its branches needs one",
        None,
    ),
    "tabs and spaces": ("if True:\n        a = 1\n\tb = 2\n", "error", "TabError", 3),
    "a name that is not there": ("def negative(x):\n    return -y\n", "error", "Nothing is called y here", 2),
    "a module that is not there": ("import nothing_of_the_kind\n", "error", "No module named", 1),
    "what torch has not implemented": (
        "import torch\ndef negative(x):\n    return x.to(torch.complex64).max()\n",
        "error",
        "not implemented for",
        3,
    ),
    "an in-place change of a leaf": (
        "def negative(x):\n    x.requires_grad_()\n    x -= 2 * x\n    return x\n",
        "error",
        "while autograd was recording",
        3,
    ),
    "sys.exit at import": ("import sys\nsys.exit(0)\n", "error", "calls sys.exit() in line 2", 2),
    "exit inside": ("def negative(x):\n    raise SystemExit(0)\n", "wrong", "calls sys.exit() in line 2", 2),
    "skip at import": (
        "import pytest\npytest.skip('no', allow_module_level=True)\n",
        "error",
        "calls pytest.skip() in line 2",
        2,
    ),
    "skip inside": ("import pytest\ndef negative(x):\n    pytest.skip('no')\n", "wrong", "calls pytest.skip()", 3),
    "xfail inside": ("import pytest\ndef negative(x):\n    pytest.xfail('no')\n", "wrong", "pytest.xfail()", 3),
    "exit of pytest at import": ("import pytest\npytest.exit('no', returncode=0)\n", "error", "pytest.exit()", 2),
    "exit of pytest inside": ("import pytest\ndef negative(x):\n    pytest.exit('no', 0)\n", "wrong", "exit()", 3),
    "an interrupt of its own": ("def negative(x):\n    raise KeyboardInterrupt\n", "error", "KeyboardInterrupt", 2),
}


@pytest.mark.parametrize("name", VERDICTS)
async def test_the_verdict_is_one_of_its_words(judge: Judge, name: str) -> None:
    answer, verdict, words, line = VERDICTS[name]
    checked = await judge(answer)
    assert (checked.verdict, checked.line) == (verdict, line), checked
    assert words in checked.message


async def test_the_first_check_that_fails_is_explained_under_its_name_and_the_next_are_not_reached(
    judge: Judge,
) -> None:
    tests = """
def test_a(answer):
    assert answer.a == 1, "a is one"

def test_b(answer):
    assert answer.b == 1, "b is one"

def test_c(answer):
    "c is one"
    assert answer.c == 1

def test_d(answer):
    "d is one"
"""
    checked = await judge("a, b, c = 1, 2, 2\n", tests=tests)
    assert [(check.name, check.outcome, check.message) for check in checked.checks] == [
        ("a", "passed", ""),
        ("b", "failed", "b is one"),
        ("c is one", "not reached", ""),
        ("d is one", "not reached", ""),
    ]
    assert (checked.verdict, checked.message) == ("wrong", "b is one")


async def test_a_check_that_an_exception_ends_is_the_last_to_be_tried(judge: Judge) -> None:
    checked = await judge("def negative(x):\n    return 1 / 0\n")
    assert [check.outcome for check in checked.checks] == ["error", "not reached", "not reached"]


async def test_checks_behind_an_import_that_fails_are_not_reached(judge: Judge) -> None:
    checked = await judge("1 / 0\n")
    assert [check.outcome for check in checked.checks] == ["not reached"] * 3
    assert checked.message.startswith("Line 1 stopped with ZeroDivisionError: division by zero\n    1 / 0\n")


async def test_checks_from_the_first_that_meets_a_blank_on_are_not_reached(judge: Judge) -> None:
    for blank in ("...", "raise NotImplementedError"):
        checked = await judge(f"def negative(x):\n    {blank}\n")
        assert [check.outcome for check in checked.checks] == ["not reached", "not reached", "not reached"]
        assert (checked.verdict, checked.checks[0].message) == ("unfinished", "")
    half = "def test_a(answer):\n    assert answer.a() == 1\n\ndef test_b(answer):\n    assert answer.b() == 1\n"
    checked = await judge("def a():\n    return 1\n\ndef b():\n    ...\n", tests=half)
    assert [check.outcome for check in checked.checks] == ["passed", "not reached"]


async def test_what_is_wrong_with_a_beginning_that_has_no_blanks_is_seen(judge: Judge) -> None:
    broken = "def negative(x):\n    return x\n"
    checked = await judge(broken, starter=broken)
    assert (checked.verdict, checked.checks[0].outcome) == ("unfinished", "failed")
    assert checked.message.startswith("This is still what you were given.")
    assert checked.checks[0].message


async def test_the_error_of_a_beginning_that_has_no_blanks_is_told_with_its_line(judge: Judge) -> None:
    stops = "def negative(x):\n    return -y\n"
    checked = await judge(stops, starter=stops)
    assert (checked.verdict, checked.line) == ("unfinished", 2)
    assert "y" in checked.checks[0].message
    at_import = "total = 1\nmean = total / 0\n"
    checked = await judge(at_import, starter=at_import)
    assert (checked.verdict, checked.line) == ("unfinished", 2)
    assert checked.message.startswith("This is still what you were given. What it does:\n")
    assert "ZeroDivisionError" in checked.message


async def test_where_the_check_itself_stops_the_answer_did_run(judge: Judge) -> None:
    tests = "import torch\ndef test_a(answer):\n    torch.ones(2) @ answer.f(torch.ones(2))\n"
    checked = await judge("def f(x):\n    return x.double()\n", tests=tests)
    assert (checked.verdict, checked.checks[0].outcome, checked.line) == ("wrong", "failed", None)
    assert checked.message.startswith("Your code ran, and the check could not go on with what it gave: RuntimeError: ")
    assert (await judge("def f(x):\n    return x @ x.double()\n", tests=tests)).verdict == "error"


async def test_an_optimizer_that_was_not_set_up_is_told_so(judge: Judge) -> None:
    answer = "import torch\nclass Own(torch.optim.Optimizer):\n    def __init__(self, params):\n        {}\n"
    tests = "import torch\ndef test_a(answer):\n    own = answer.Own([torch.ones(1)])\n    own.zero_grad()\n"
    for line in ("pass", "self.n = len(self.param_groups)"):
        checked = await judge(answer.format(line), tests=tests)
        assert "super().__init__(params, defaults) comes first" in checked.message


async def test_an_assertion_speaks_with_its_own_words_or_else_with_what_it_saw(judge: Judge) -> None:
    for check, words in (("assert answer.a == 1, 'a is one'", "a is one"), ("assert answer.a == 3", "assert 2 == 3")):
        checked = await judge("a = 2\n", tests=f"def test_a(answer):\n    {check}\n")
        assert checked.message == words


async def test_parametrized_checks_and_classes_of_checks_are_told_apart(judge: Judge) -> None:
    tests = """
import pytest

class TestIt:
    @pytest.mark.parametrize("n", [1, 2])
    def test_value(self, answer, n):
        assert answer.a == n
"""
    checked = await judge("a = 1\n", tests=tests)
    assert [(check.name, check.outcome) for check in checked.checks] == [
        ("value (1)", "passed"),
        ("value (2)", "failed"),
    ]


async def test_a_check_may_leave_itself_out_but_not_all_of_them(judge: Judge) -> None:
    left_out = "import pytest\ndef test_a(answer):\n    pytest.skip('there is no GPU here')\n"
    checked = await judge("a = 1\n", tests=left_out + "def test_b(answer):\n    pass\n")
    assert [check.outcome for check in checked.checks] == ["not reached", "passed"]
    assert checked.verdict == "right"
    assert (await judge("a = 1\n", tests=left_out)).verdict == "error"


@pytest.mark.parametrize(
    ("tests", "words"),
    [
        ("def test_a(answer)\n", "SyntaxError"),
        ("import nothing_of_the_kind\n", "nothing_of_the_kind"),
        ("", "none of them finished"),
    ],
)
async def test_checks_that_cannot_run_are_nobodys_pass(judge: Judge, tests: str, words: str) -> None:
    checked = await judge(RIGHT, tests=tests)
    assert checked.verdict == "error"
    assert "The checks of this exercise could not be run" in checked.message
    assert words in checked.message


async def test_inputs_are_those_of_the_seed(judge: Judge) -> None:
    tests = "import torch\ndef test_a(answer):\n    assert torch.rand(()).item() == answer.first\n"
    answer = "import torch\nfirst = torch.rand(()).item()\n"
    for seed in (0, 1, 2**40):
        assert (await judge(answer, tests=tests, seed=seed)).verdict == "right"
    other = await judge("first = 0.4962565899\n", tests=tests, seed=1)
    assert other.verdict == "wrong"


async def test_one_process_judges_with_many_seeds_each_from_the_import_on(kernel: Kernel) -> None:
    tests = """
import torch

def test_first(answer):
    assert answer.used == 0

def test_drawn(answer):
    answer.used = 1
    assert torch.initial_seed() != 2, "two is drawn"
    assert torch.initial_seed() != 3
"""
    answer = "import torch\nused = 0\nseed = torch.initial_seed()\nassert seed != 3, 'three'\n"
    checked = await kernel.judge(exercise="seeds", answer=answer, tests=tests, more_seeds=(1, 2, 3, 4))
    ways = [(one.seed, one.verdict, [check.outcome for check in one.checks]) for one in checked.by_seed]
    assert (checked.verdict, ways) == (
        "right",
        [
            (1, "right", ["passed", "passed"]),
            (2, "wrong", ["passed", "failed"]),
            (3, "error", ["not reached", "not reached"]),
            (4, "right", ["passed", "passed"]),
        ],
    )


async def test_how_the_checks_went_with_the_first_seed_is_kept_when_further_seeds_are_tried(kernel: Kernel) -> None:
    tests = """
import torch

def test_first(answer):
    assert torch.initial_seed() != 1, "one is drawn"

def test_second(answer):
    assert torch.initial_seed() != 0, "zero is drawn"
"""
    checked = await kernel.judge(exercise="seeds", answer="x = 1\n", tests=tests, seed=0, more_seeds=(1, 2))
    assert [check.outcome for check in checked.checks] == ["passed", "failed"]
    assert checked.message == checked.checks[1].message
    assert [[check.outcome for check in one.checks] for one in checked.by_seed] == [
        ["failed", "not reached"],
        ["passed", "passed"],
    ]


async def test_a_check_begins_in_the_usual_state_whatever_the_answer_did(judge: Judge) -> None:
    answer = """
import sys, torch, warnings, gc
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.set_default_device("meta")
torch.set_default_device("cpu")
sys.setrecursionlimit(200)
sys.path.insert(0, ".")
warnings.simplefilter("error")
gc.callbacks.append(print)
"""
    tests = """
import gc, sys, torch
def test_state(answer):
    w = torch.ones(1, requires_grad=True)
    assert w.dtype is torch.float32
    assert (w * 2).requires_grad
    assert sys.getrecursionlimit() >= 1000
    assert "." not in sys.path
    assert print not in gc.callbacks
"""
    checked = await judge(answer, tests=tests)
    assert checked.verdict == "right", checked.message


async def test_what_the_answer_printed_comes_with_the_verdict(judge: Judge) -> None:
    checked = await judge("import os\nprint('one [/red]')\nos.write(2, b'two\\n')\n" + RIGHT)
    assert checked.output == "one [/red]\ntwo\n"
    long = await judge("print('x' * 100_000)\n" + RIGHT)
    assert long.verdict == "right"
    assert len(long.output) < 25_000
    assert "more characters" in long.output


async def test_a_module_behaves_as_one_that_was_imported(judge: Judge) -> None:
    answer = """
from __future__ import annotations
import inspect, pickle
from dataclasses import dataclass

@dataclass
class Pair:
    a: int

def negative(x):
    assert pickle.loads(pickle.dumps(Pair(1))) == Pair(1)
    assert "Pair" in inspect.getsource(Pair)
    assert __name__ == "negative" and __file__.endswith("negative.py")
    return -x
"""
    assert (await judge(answer)).verdict == "right"


async def test_a_check_can_be_ended(kernel: Kernel, judge: Judge) -> None:
    endless = asyncio.create_task(judge("while True: pass\n"))
    number = await _begun(kernel)
    kernel.cancel_check(number)
    checked = await endless
    assert (checked.verdict, checked.message) == ("killed", "The check was ended.")
    kernel.cancel_check(number)  # one that is over is left alone
    assert (await judge(RIGHT)).verdict == "right"


async def test_checks_run_beside_one_another(judge: Judge) -> None:
    answers = [RIGHT, "1 / 0\n", RIGHT, STARTER]
    verdicts = await asyncio.gather(*(judge(answer) for answer in answers))
    assert [checked.verdict for checked in verdicts] == ["right", "error", "right", "unfinished"]


async def test_a_device_that_is_not_there_is_named(kernel: Kernel) -> None:
    checked: Checked = await kernel.judge(exercise="negative", answer=RIGHT, tests=TESTS, device="cuda:7")
    assert checked.verdict == "killed"
    assert "There is no device 'cuda:7' here" in checked.message


async def _begun(kernel: Kernel) -> int:
    """The number of the check that was asked for last."""
    while not kernel._awaited:
        await asyncio.sleep(0)
    return max(kernel._awaited)
