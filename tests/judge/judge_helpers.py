"""An exercise to judge answers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tutor.kernel.protocol.checks import Checked
from tutor.kernel.protocol.message_bases import Limits

TESTS = '''
import torch
from tutor import check

def test_negative(answer):
    """is the negative of it"""
    x = torch.randn(3)
    check.same(answer.negative(x.clone()), -x, "the result")

def test_input(answer):
    """leaves its input alone"""
    x = torch.randn(3)
    before = x.clone()
    answer.negative(x)
    check.changed(before, x, "x")

def test_twice_is_nothing(answer):
    x = torch.ones(2)
    assert torch.allclose(answer.negative(answer.negative(x)), x), "twice is nothing"
'''
STARTER = "def negative(x):\n    ...\n"
RIGHT = "def negative(x):\n    return -x\n"
STRICT = Limits(seconds=2.0, memory=2 << 30)
HURRIED = Limits(seconds=1.0, memory=2 << 30)
POOR = Limits(seconds=5.0, memory=1 << 28)

Judge = Callable[..., Awaitable[Checked]]
