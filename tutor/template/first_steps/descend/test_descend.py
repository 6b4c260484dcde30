"""What one step down the bowl must do."""

import torch

from tutor import check
from tutor.check import Mistake


def places():
    """Some balls, on both sides and none at the bottom, and a rate."""
    n = int(torch.randint(3, 9, ()))
    sides = torch.where(torch.arange(n) % 2 == 0, 1.0, -1.0)
    return sides * (1 + torch.rand(n)), 0.1 + 0.3 * torch.rand(()).item()


def test_goes_down(answer):
    """goes down on both sides"""
    x, rate = places()
    after = answer.descend(x.clone(), rate)
    check.same(torch.zeros_like(after), torch.zeros_like(x), "What descend returns, its values aside,")
    if (after.abs() > x.abs()).any():
        raise Mistake(
            "The balls went up.",
            "A slope points to where the height grows.",
            "Look at the sign before the rate.",
        )


def test_goes_as_far_as_it_should(answer):
    """goes by the rate times the slope"""
    x, rate = places()
    after = answer.descend(x.clone(), rate)
    if torch.allclose(after, x - rate * x):
        raise Mistake("The balls went half as far as they should.", "The slope of x² is 2x.")
    check.same(after, x - rate * 2 * x, "The new places")


def test_leaves_x_alone(answer):
    """leaves x as it was"""
    x, rate = places()
    before = x.clone()
    answer.descend(x, rate)
    check.changed(before, x, "x")
