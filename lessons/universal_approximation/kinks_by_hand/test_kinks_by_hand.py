"""The curve of a network built by hand: where its corners are, and whether it goes through the points."""

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake, number


def draw(pieces=None):
    """Points with uneven gaps whose slopes all differ from one another and from 0."""
    n = pieces or int(torch.randint(3, 7, ()))
    gaps = 0.3 + torch.rand(n)
    xs = torch.cat([torch.zeros(1), gaps.cumsum(0)]) - 1.5 + torch.rand(())
    sizes = (0.5 + 0.7 * torch.arange(n) + 0.3 * torch.rand(n))[torch.randperm(n)]
    slopes = sizes * (1 - 2 * torch.randint(0, 2, (n,)))
    first = 0.5 + torch.rand(1)
    return xs, torch.cat([first, first + (slopes * gaps).cumsum(0)])


def built(answer, xs, ys):
    model = answer.through(xs, ys)
    if not isinstance(model, nn.Module):
        what = "None" if model is None else f"a {type(model).__name__}"
        raise Mistake(f"through returns {what}, and it should return the network.")
    return model


def curve(model, x):
    """(N,), at places (N,)."""
    with torch.no_grad():
        return model(x.unsqueeze(1)).squeeze(1)


def exact(xs, ys, x):
    """(N,), from the points alone."""
    slopes = ys.diff() / xs.diff()
    piece = (torch.searchsorted(xs[1:-1].contiguous(), x)).clamp(max=len(slopes) - 1)
    inside = ys[piece] + slopes[piece] * (x - xs[piece])
    return torch.where(x < xs[0], ys[0], inside)


def close(one, other):
    return one.shape == other.shape and torch.allclose(one, other, rtol=1e-3, atol=1e-3)


def test_network(answer):
    """has one hidden layer of n units, and maps a column to a column"""
    xs, ys = draw()
    n = len(xs) - 1
    model = built(answer, xs, ys)
    with torch.no_grad():
        out = model(torch.randn(4, 1))
    check.same(torch.zeros(4, 1) if shaped(out) else out, torch.zeros(4, 1), "What the network returns for 4 inputs")
    count = sum(p.numel() for p in model.parameters())
    if count != 3 * n + 1:
        raise Mistake(
            f"For {n + 1} points the network has {count} parameters, and it should have {3 * n + 1}.",
            f"With {n} hidden units there are {n} weights and {n} biases in the first layer, {n} weights and one bias "
            "in the last.",
        )


def shaped(out):
    return isinstance(out, torch.Tensor) and out.shape == (4, 1) and out.dtype == torch.float32


def test_corners(answer):
    """has its corners at the given points"""
    xs, ys = draw()
    first = next((m for m in built(answer, xs, ys).modules() if isinstance(m, nn.Linear)), None)
    if first is None or first.bias is None or first.bias.shape != (len(xs) - 1,):
        return  # built in another way: its curve is looked at below
    with torch.no_grad():
        corners = (-first.bias / first.weight.squeeze(1)).sort().values
    if close(corners, (-xs[:-1]).sort().values):
        raise Mistake(
            f"The first corner should be at {number(xs[0].item())}, and there is one at {number(-xs[0].item())}.",
            "A unit is 0 up to the place where its input x + bias is 0.",
            "Look at the sign of the bias of the first layer.",
        )
    if close(corners, xs[1:]):
        raise Mistake(
            "The corners are at all points but the first.",
            "Then nothing can rise before the second point. The last one needs no corner: the curve goes on there.",
        )
    check.same(corners, xs[:-1], "The places of the corners", rtol=1e-3, atol=1e-3)


def test_points(answer):
    """goes through every point"""
    xs, ys = draw()
    model = built(answer, xs, ys)
    seen = curve(model, xs)
    if close(seen, ys):
        return
    slopes, n = ys.diff() / xs.diff(), len(xs) - 1
    bends = torch.relu(xs.unsqueeze(1) - xs[:-1])  # (n + 1, n)
    changes = torch.cat([slopes[:1], slopes.diff()])
    rises = ys.diff()
    even = rises / ((xs[-1] - xs[0]) / n)
    reasons = [
        (ys - ys[0], "Everything is too low or too high by the same amount: the height of the first point is missing."),
        (
            ys[0] + bends @ slopes,
            "Each unit was given the slope of its piece. The units before it go on rising, so their slopes add up: "
            "what it must give is the change.",
        ),
        (
            ys[0] + bends @ torch.cat([rises[:1], rises.diff()]),
            "The rises were not divided by their runs. The points do not lie at distances of 1.",
        ),
        (
            ys[0] + bends @ torch.cat([even[:1], even.diff()]),
            "Every run was taken to be the same. The points are not evenly spread: each piece has a run of its own.",
        ),
        (
            ys[0] + bends @ torch.cat([torch.zeros(1), slopes.diff()]),
            "The first piece is level. Before the first corner the slope is 0, so its change there is the whole slope.",
        ),
        (ys[0] - bends @ changes, "All changes have the wrong sign: each is the slope after less the slope before."),
        (
            ys[0] + bends @ torch.cat([slopes[:1], -slopes.diff()]),
            "After the first piece the changes have the wrong sign: each is the slope after less the slope before.",
        ),
    ]
    for wrong, why in reasons:
        if close(seen, wrong):
            raise Mistake("The curve does not go through the points.", why)
    check.same(seen, ys, "The heights at the points", rtol=1e-3, atol=1e-3)


def test_between(answer):
    """is straight between two points"""
    xs, ys = draw()
    for share in (0.25, 0.5, 0.9):
        x = xs[:-1] + share * xs.diff()
        check.same(curve(built(answer, xs, ys), x), exact(xs, ys, x), "The heights in between", rtol=1e-3, atol=1e-3)


def test_outside(answer):
    """is level before the first point, goes on straight after the last"""
    xs, ys = draw()
    x = torch.tensor([-3.0, -0.5, 0.7, 2.0]) + torch.where(torch.arange(4) < 2, xs[0], xs[-1])
    check.same(curve(built(answer, xs, ys), x), exact(xs, ys, x), "The heights outside", rtol=1e-3, atol=1e-3)


def test_two_points(answer):
    """does so for a single piece, and for many"""
    for pieces in (1, 30):
        xs, ys = draw(pieces)
        model = built(answer, xs, ys)
        check.same(curve(model, xs), ys, f"The heights at {pieces + 1} points", rtol=1e-2, atol=1e-2)
