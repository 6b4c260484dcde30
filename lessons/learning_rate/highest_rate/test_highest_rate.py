"""The limit is compared with 2/λmax of losses whose curvature is known from how they were made."""

import torch

from tutor import check
from tutor.check import Mistake, number


def across(hessian):
    """Whether the valley lies so far across the axes that no entry, nor their norm, is near the largest eigenvalue."""
    top = torch.linalg.eigvalsh(hessian)[-1]
    return hessian.norm() > 1.03 * top and top > 1.05 * hessian.abs().max()


def bowl():
    """A loss that is a valley drawn out in a random direction, its Hessian (d, d), and a point (d,)."""
    while True:
        loss_of, hessian, p = any_bowl()
        if across(hessian):
            return loss_of, hessian, p


def any_bowl():
    d = int(torch.randint(2, 6, ()))
    turn, _ = torch.linalg.qr(torch.randn(d, d))
    steepest = 1 + 9 * torch.rand(())
    curvatures = steepest * torch.cat([torch.ones(1), 0.05 + 0.35 * torch.rand(d - 1)])
    hessian = turn @ torch.diag(curvatures) @ turn.T
    middle = torch.randn(d)

    def loss_of(p):
        return 0.5 * (p - middle) @ hessian @ (p - middle) + 3

    return loss_of, hessian, torch.randn(d)


def bent():
    """A loss that is curved otherwise at each point: the function, its Hessian at a point, the point, and at zero."""
    while True:
        bowl_of, hessian, p = bowl()
        p = p.sign() * (1 + p.abs())
        turn, _ = torch.linalg.qr(torch.randn(len(p), len(p)))
        here = hessian + turn @ torch.diag(12 * (turn.T @ p) ** 2) @ turn.T
        if across(here):
            return lambda q, bowl_of=bowl_of, turn=turn: bowl_of(q) + ((turn.T @ q) ** 4).sum(), here, p, hessian


def judge(answer, loss_of, hessian, p, elsewhere=None):
    """Raise unless the answer is 2/λmax of the Hessian. `elsewhere`: the Hessian at zero."""
    rate = answer.highest_rate(loss_of, p)
    check.is_number(rate, "the rate")
    rate, curvatures = float(rate), torch.linalg.eigvalsh(hessian)
    low, top = curvatures[0].item(), curvatures[-1].item()
    limit = 2 / top
    if is_close(rate, limit):
        return
    seen = (
        f"Your limit is {number(rate)}. The eigenvalues of this Hessian are "
        f"{', '.join(number(value) for value in curvatures.tolist())}, so it should be {number(limit)}."
    )
    diagonal = hessian.diagonal().max().item()
    reasons = [
        (2 / low, "That is 2 divided by the smallest eigenvalue. The steepest direction diverges first."),
        (1 / top, "That is 1/λmax. There the error is gone in one step; training diverges only from twice that on."),
        (top, "That is λmax itself. The limit is 2 divided by it: the steeper, the smaller the steps must be."),
        (2 / diagonal, "You divided by the largest number on the diagonal. A valley need not lie along an axis."),
        (
            2 / hessian.norm().item(),
            "You divided by the root of the sum of all squared entries, which counts the other directions too. Only "
            "the steepest sets the limit.",
        ),
        (2 / hessian.trace().item(), "You divided by the trace, the sum of all eigenvalues. Only the largest counts."),
    ]
    if elsewhere is not None:
        there = 2 / torch.linalg.eigvalsh(elsewhere)[-1].item()
        reasons.append((there, "That is the limit at another point, at zero. Here the curvature changes with p."))
    for value, reason in reasons:
        if abs(rate - value) <= 1e-3 * abs(value):
            raise Mistake(seen, reason)
    raise Mistake(seen, happens(rate, hessian, limit))


def happens(rate, hessian, limit):
    """What gradient descent does at this rate on a bowl of this curvature."""
    error = torch.ones(len(hessian), dtype=torch.float64)
    for _ in range(50):
        error = error - rate * hessian.double() @ error
    size = error.norm().item()
    verb = "grows to" if rate > limit else "shrinks to"
    return (
        f"On a bowl curved like this, trained at your limit, an error of 1 in each direction {verb} {number(size)} "
        "within 50 steps. At the limit itself it would do neither."
    )


def is_close(one, other):
    return abs(one - other) <= 0.01 * abs(other)


def test_bowl(answer):
    """finds 2/λmax of a valley that lies across the axes"""
    judge(answer, *bowl())


def test_one_parameter(answer):
    """finds it for a single parameter, too"""
    curvature = 0.5 + 3 * torch.rand(1, 1)
    judge(answer, lambda p: (curvature[0] * p**2 / 2).sum() + 1, curvature, torch.randn(1))


def test_line(answer):
    """finds the limit of the lesson's line"""
    x = torch.arange(0, 10, 0.1)
    slope = 4 * torch.rand(()) + 1
    y = slope * x + torch.randn(100)
    columns = torch.stack([x, torch.ones(100)], dim=1)  # (100, 2)
    judge(answer, lambda p: ((p[0] * x + p[1] - y) ** 2).mean(), 2 * columns.T @ columns / 100, torch.randn(2))


def test_point(answer):
    """looks at the point it is given"""
    loss_of, hessian, p, at_zero = bent()
    judge(answer, loss_of, hessian, p, at_zero)
