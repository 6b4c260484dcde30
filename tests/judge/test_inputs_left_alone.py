"""What goes into a call of an answer is compared after it, in every exercise, and nothing else about it is another."""

from __future__ import annotations

import pytest
from judge_helpers import Judge

from tutor.kernel.protocol.checks import LEFT_ALONE

pytestmark = pytest.mark.asyncio(loop_scope="session")

TESTS = '''
import numpy as np
import torch

def test_call(answer):
    """comes to its end"""
    x, leaf = torch.arange(1.0, 4.0), torch.ones(2, requires_grad=True)
    leaf.grad = torch.zeros(2)
    nan = torch.tensor([torch.nan, 0.0])
    answer.work(x, leaf, nan, np.ones(2), [x, 1.0], {"a": leaf}, {1, 2})

def test_next(answer):
    """and the next one, too"""
'''
HEAD = "import torch\ndef work(x, leaf, nan, array, many, named, some):\n    "
CHANGES = {
    "a number": ("x[1] = 7.0", "Your code changed x. x[1] was 2, and is 7 now."),
    "a number, past autograd": ("x.data += 1", "Your code changed x. x[0] was 1, and is 2 now."),
    "a number, by NumPy": ("x.numpy()[:] = 0", "Your code changed x."),
    "a number that becomes NaN": ("x[2] = torch.nan", "x[2] was 3, and is nan now."),
    "NaN that becomes a number": ("nan[0] = 1.0", "Your code changed nan."),
    "the shape": ("x.unsqueeze_(0)", "it was (3,) of torch.float32, and is (1, 3) of torch.float32 now"),
    "the dtype": ("x.data = x.double()", "and is (3,) of torch.float64 now"),
    "requires_grad": ("x.requires_grad_()", "its requires_grad was False, and is True now"),
    "nothing yet, with what is trained": ("x += 0 * leaf.sum()", "Your code wrote into x: its requires_grad was False"),
    "the gradient": ("(leaf ** 2).sum().backward()", "its .grad holds other numbers now"),
    "the gradient, taken away": ("leaf.grad = None", "it had a .grad, and it is None now"),
    "a gradient that there was not": (
        "y = many[0].requires_grad_(); y.sum().backward(); y.requires_grad_(False)",
        "its .grad was None, and there is one now",
    ),
    "an array": ("array *= 2", "Your code changed array. array[0] was 1, and is 2 now."),
    "a list's length": ("many.append(2)", "Your code changed many: it had 2 entries, and has 3 now."),
    "a list's entry": ("many[1] = 3.0", "Your code changed many: many[1] is another now."),
    "a tensor in a list": ("many[0].zero_()", "Your code changed x."),
    "a dict's key": ("named['b'] = 1", "it has 'b' now, which it had not"),
    "a dict's entry": ("named['a'] = x", "named['a'] is another now"),
    "a set": ("some.add(3)", "Your code changed some: it has other members now."),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_is_named_before_any_other_check(judge: Judge, name: str) -> None:
    change, words = CHANGES[name]
    checked = await judge(HEAD + change, tests=TESTS, starter="")
    assert checked.verdict == "wrong", checked
    assert words in checked.message
    assert [(one.name, one.outcome) for one in checked.checks] == [
        (LEFT_ALONE, "failed"),
        ("comes to its end", "not reached"),
        ("and the next one, too", "not reached"),
    ]
    assert checked.checks[0].message == checked.message


ALLOWED = {
    "nothing": "return x + 1",
    "a change that is taken back, but for rounding": "x += 0.1; x -= 0.2; x += 0.1",
    "a copy": "x = x.clone(); x += 1; many = list(many); many.pop()",
    "a graph over what is given": "torch.autograd.grad((leaf * x[:2]).sum(), leaf)",
    "a view": "x.view(3, 1).t()",
}


@pytest.mark.parametrize("name", ALLOWED)
async def test_what_changes_nothing_is_right(judge: Judge, name: str) -> None:
    checked = await judge(HEAD + ALLOWED[name], tests=TESTS, starter="")
    assert checked.verdict == "right", checked


async def test_a_change_is_told_also_where_the_check_catches_it(judge: Judge) -> None:
    tests = "import torch\ndef test_a(answer):\n    try:\n        answer.f(torch.ones(2))\n    except AssertionError:\n"
    checked = await judge("def f(x):\n    x += 1\n", tests=tests + "        pass\n", starter="")
    assert (checked.verdict, checked.checks[0].name) == ("wrong", LEFT_ALONE)


async def test_what_the_task_says_may_change_may_also_where_the_learner_renames_it(judge: Judge) -> None:
    tests = "import torch\ndef test_a(answer):\n    answer.step(torch.ones(1), torch.ones(2))\n"
    starter = "def step(w, x):\n    ...\n"
    answer = "def step(weight, x):\n    {}.zero_()\n"
    may = ("w",)
    assert (await judge(answer.format("weight"), tests=tests, starter=starter, may_change=may)).verdict == "right"
    checked = await judge(answer.format("x"), tests=tests, starter=starter, may_change=may)
    assert (checked.verdict, checked.checks[0].name) == ("wrong", LEFT_ALONE)
    assert (await judge(answer.format("weight"), tests=tests, starter=starter)).verdict == "wrong"


METHODS = """
import torch
from torch import nn

class Block(nn.Module):
    def forward(self, x):
        return {block}

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.blocks = Block(), nn.Sequential(Block(), Block())
    def forward(self, x):
        return self.blocks(self.first({given}))

class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x
    @staticmethod
    def backward(ctx, grad):
        return 2 * grad

class Rows:
    def __init__(self, x):
        {init}

def net():
    class Inner(nn.Module):
        def forward(self, x):
            return {inner}
    return Inner()
"""
OF_METHODS = """
import torch
def test_a(answer):
    answer.Net()(-torch.ones(3))
    torch.nn.Sequential(torch.nn.Linear(3, 3), answer.Block())(torch.ones(2, 3))
    answer.Rows(torch.ones(2))
    x = torch.ones(2, requires_grad=True)
    answer.Double.apply(x).sum().backward()
    answer.net()(torch.ones(2))
    answer.net()(torch.ones(2))
"""


async def test_methods_are_looked_at_where_a_check_calls_them_and_not_where_the_answer_does(judge: Judge) -> None:
    good = {"given": "1 * x", "block": "x.relu_()", "init": "self.x = x", "inner": "x + 1"}
    checked = await judge(METHODS.format(**good), tests=OF_METHODS, starter="")
    assert checked.verdict == "right", checked
    for bad in ({"given": "x"}, {"init": "x += 1"}, {"inner": "x.add_(1)"}):
        checked = await judge(METHODS.format(**good | bad), tests=OF_METHODS, starter="")
        assert (checked.verdict, checked.checks[0].name) == ("wrong", LEFT_ALONE), bad


ALIKE = '''
import inspect, pickle, types
import torch
from tutor import check

def test_alike(answer):
    """is all that it was"""
    assert isinstance(answer, types.ModuleType) and isinstance(answer.f, types.FunctionType)
    assert answer.f is answer.f and answer.Net is type(answer.net) and answer.limit == 3
    assert str(inspect.signature(answer.f)) == "(x, *, by=2)" and "x * by" in inspect.getsource(answer.f)
    assert answer.f.__name__ == "f" and answer.f.__doc__ == "What it does."
    assert "forward" in vars(answer.Net) and "x" in inspect.signature(answer.Net.forward).parameters
    assert pickle.loads(pickle.dumps(answer.f)) is answer.f
    assert type(pickle.loads(pickle.dumps(answer.net))) is answer.Net
    assert issubclass(type("More", (answer.Net,), {}), answer.Net)
    x = torch.arange(3.0)
    assert torch.equal(torch.func.vmap(answer.f)(x), 2 * x)
    assert torch.equal(torch.func.grad(lambda x: answer.f(x).sum())(x), 2 * torch.ones(3))
    assert torch.equal(torch.jit.script(answer.net)(x), x.relu())
    assert torch.equal(torch.jit.trace(answer.f, x)(x), 2 * x)
    with check.recorded() as record:
        answer.f(x)
    assert record.names == ["mul"] or record.names == ["__mul__"], record.names
    check.no_python_loop_over(lambda n: answer.f(torch.ones(n)))
    answer.limit = 4
    assert answer.now() == 4
    assert not hasattr(answer, "g") and "f" in dir(answer)
    assert list(answer.count(2)) == [0, 1]
    assert torch.equal(answer.relu(x), x) and answer.cached(1) == 2 and torch.equal(answer.scripted(x), x + 1)
'''


async def test_an_answer_that_is_handed_out_is_all_that_it_was(judge: Judge) -> None:
    answer = '''
import functools
import torch
import torch.nn.functional as F
from torch import relu

limit = 3

def f(x, *, by=2):
    """What it does."""
    return x * by

class Net(torch.nn.Module):
    def forward(self, x):
        return F.relu(x)

net = Net()

def now():
    return limit

def count(n):
    yield from range(n)

@functools.lru_cache
def cached(x):
    return x + 1

@torch.jit.script
def scripted(x):
    return x + 1
'''
    checked = await judge(answer, tests=ALIKE, starter="")
    assert checked.verdict == "right", checked
