import torch

from tutor import check
from tutor.check import Mistake


def test_goes_downhill(answer):
    """the loss falls"""
    x = torch.rand(3) + 1
    if (answer.step(x.clone(), 0.1) ** 2).sum() > (x**2).sum():
        raise Mistake("The loss grew.", "A step against the slope makes it smaller.", "Look at the sign.")


def test_is_as_long_as_the_rate_says(answer):
    x, rate = torch.randn(3), torch.rand(()).item()
    check.same(answer.step(x.clone(), rate), x - rate * 2 * x, "the next x")


def test_leaves_x_alone(answer):
    """leaves the x it was given alone"""
    x = torch.randn(3)
    before = x.clone()
    answer.step(x, 0.1)
    check.changed(before, x, "x")
