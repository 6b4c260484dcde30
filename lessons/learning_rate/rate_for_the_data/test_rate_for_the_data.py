"""Whether the training comes down, for inputs of three sizes; how it finds its rate is its own matter."""

import math

import torch
from torch import Tensor

from tutor import check
from tutor.check import Mistake, number

STEPS = 25
ENOUGH = 1.5
"""Times the lowest possible loss."""


def draw(top, noise=4.0):
    """x (100, 1) from 0 to somewhat below `top`, and y (100, 1) up to about 15 with noise.

    With so much noise in y, half of the rate 1/λmax is enough within these steps, also for the small x, where the slow
    direction counts; and none of these limits is just above 1, ½, ¼ …, where a halved rate would stop.
    """
    top = top * (0.85 + 0.1 * torch.rand(()).item())
    x = torch.linspace(0, top, 100).unsqueeze(1)
    slope = (12 + 5 * torch.rand(()).item()) / top
    return x, slope * x + noise * torch.randn(100, 1)


class Valley:
    """What is true of the loss on these data, in double precision."""

    def __init__(self, x, y):
        self.x, self.y = x.double(), y.double()
        columns = torch.cat([self.x, torch.ones_like(self.x)], dim=1)  # (100, 2)
        self.curvature = torch.linalg.eigvalsh(2 * columns.T @ columns / len(x))[-1].item()
        best = torch.linalg.lstsq(columns, self.y).solution
        self.lowest = (columns @ best - self.y).square().mean().item()

    def loss(self, w, b):
        return (self.x * w + b - self.y).square().mean().item()


def judge(answer, top):
    """Raise unless the training comes down on x up to somewhat below `top`."""
    x, y = draw(top)
    valley = Valley(x, y)
    w, b, losses = three(answer.train(x, y, STEPS))
    losses = check.curve(losses, STEPS)
    check.diverged(
        losses,
        rate=rate_behind(losses, valley.curvature),
        curvature=valley.curvature,
        what=f"with x up to {number(x.max().item())} the loss",
    )
    check.is_number(w, "w")
    check.is_number(b, "b")
    loss = valley.loss(float(w), float(b))
    if loss <= ENOUGH * valley.lowest:
        belongs(losses, loss, valley)
        return
    limit = 2 / valley.curvature
    seen = (
        f"With x up to {number(x.max().item())} the loss of the returned line is {number(loss)} after {STEPS} steps. "
        f"The lowest possible is {number(valley.lowest)}."
    )
    if losses[-1] <= ENOUGH * valley.lowest:
        raise Mistake(
            f"The loss came down to {number(losses[-1])}, but the w and b that came back give {number(loss)} on the x "
            "and y that were handed over.",
            "They may belong to another x: to a scaled one, say.",
        )
    raise Mistake(
        seen,
        f"It went down too slowly. On these data the limit 2/λmax is {number(limit)}. Training is slow far below the "
        "limit, and again just below it, where the swinging hardly dies away. A rate belongs to its data.",
    )


def belongs(losses, loss, valley):
    """Raise unless the losses are those of the training that led to the line."""
    start = valley.loss(0.0, 0.0)
    if not abs(losses[0] - start) <= 1e-3 * start:
        raise Mistake(
            f"The first loss is {number(losses[0])}. Where w and b are 0, the loss is {number(start)}.",
            "The losses are those before each step, and before the first one w and b are 0.",
        )
    if not 0.98 * loss <= losses[-1] <= 2 * ENOUGH * valley.lowest:
        raise Mistake(
            f"The last loss is {number(losses[-1])}, and the line that came back has {number(loss)}.",
            "The last loss is that before the last step, which changes little after so many.",
        )


def three(result):
    if not isinstance(result, tuple | list) or len(result) != 3:
        what = "None" if result is None else f"a {type(result).__name__}"
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(f"train returns {what}, and it should return w, b and the losses.", end)
    for name, value in zip("wb", result[:2], strict=True):
        if isinstance(value, Tensor) and value.numel() != 1:
            raise Mistake(f"{name} has the shape {tuple(value.shape)}, and it should hold a single number.")
    return result


def rate_behind(losses, curvature):
    """The rate of a training run whose loss grows, from its first step, in which the steepest direction counts most."""
    if not (losses[0] > 0 and losses[0] < losses[1] < math.inf):
        return None
    return (1 + math.sqrt(losses[1] / losses[0])) / curvature  # the factor is 1 − rate · λmax


def test_from_zero(answer):
    """begins with w and b at zero, and has a loss for each step"""
    x, y = draw(10)
    for steps in (0, 1, 2):
        w, b, losses = three(answer.train(x, y, steps))
        check.curve(losses, steps)
        check.is_number(w, "w")
        check.is_number(b, "b")
        if steps == 0 and not float(w) == float(b) == 0:
            raise Mistake(
                f"After 0 steps w is {number(float(w))} and b is {number(float(b))}. Both should be 0 there.",
                "They are to be found step by step, by gradient descent. The exact answer exists for lines only.",
            )


def test_lesson(answer):
    """still works for x below 10, as in the lesson"""
    judge(answer, 10)


def test_large(answer):
    """works for x up to nearly 100"""
    judge(answer, 100)


def test_small(answer):
    """works for x up to nearly 1"""
    judge(answer, 1)


def test_losses(answer):
    """has the losses of the training that finds w and b"""
    x, y = draw(10, noise=0.5)  # so that the loss comes down far
    w, b, _ = three(answer.train(x, y, 5))
    losses = check.curve(three(answer.train(x, y, 6))[2], 6)
    there = Valley(x, y).loss(*(float(torch.as_tensor(one).detach()) for one in (w, b)))
    told = losses[5]
    if not there / 10 <= told <= there * 10:  # a schedule may go by the number of steps, so the two need not be equal
        raise Mistake(
            f"After 5 steps the line that comes back has a loss of {number(there)}. In a run of 6 steps the last loss, "
            f"from before the last step, is said to be {number(told)}.",
            "By then 5 steps have been taken, so the two should be about the same. Each loss is that of w and b as the "
            "steps before have left them.",
        )
