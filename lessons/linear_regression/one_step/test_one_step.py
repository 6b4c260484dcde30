"""What one step of gradient descent must do, whichever way it is written."""

import functools
import math

import torch

from tutor import check
from tutor.check import Mistake, number, signed


def draw():
    """Parameters far from the best, and data (N, 1): x and y."""
    n = int(torch.randint(20, 50, ()))
    sign = 1 if torch.rand(()) < 0.5 else -1
    x = 0.5 + 4 * torch.rand(n, 1)
    y = sign * (4 + 2 * torch.rand(())) * x + torch.randn(n, 1)
    w = torch.rand(1, 1, requires_grad=True)
    b = torch.rand(1, requires_grad=True)
    return w, b, x, y


def a_rate():
    return round(0.004 + 0.02 * torch.rand(()).item(), 4)


def gradients(w, b, x, y):
    """Of the mean squared error, by the formulas: of w and of b."""
    error = (x * w + b - y).detach()
    return (2 * error * x).mean().item(), (2 * error).mean().item()


def two(result):
    """The two tensors that were returned, in the shapes of w and b."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"a {type(result).__name__}"
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(
            f"step returns {what}, and it should return two tensors, the new w and the new b.",
            end,
        )
    new_w, new_b = result
    shapes = [tuple(getattr(one, "shape", ())) for one in result]
    if shapes == [(1,), (1, 1)]:
        raise Mistake("step returns its two tensors the other way round: the first is the new w, the second the new b.")
    check.same(new_w, torch.zeros(1, 1) + _value(new_w), "The new w")
    check.same(new_b, torch.zeros(1) + _value(new_b), "The new b")
    return new_w, new_b


def _value(tensor):
    is_one = isinstance(tensor, torch.Tensor) and tensor.numel() == 1
    return tensor.item() if is_one else 0.0


def close(one, other, size):
    return abs(one - other) <= 1e-4 * max(abs(other), 1e-2 * size)


def of_other_losses(w, b, x, y):
    """What beginners take in place of the mean squared error: a reason, and its gradients of w and of b."""
    error = (x * w + b - y).detach()  # (N, 1)
    pairs = x * w + b - y.flatten()  # (N, N)
    pairs = pairs.detach()
    return {
        "That is a step on the mean of the absolute errors. The loss here is the mean of their squares.": (
            (error.sign() * x).mean().item(),
            error.sign().mean().item(),
        ),
        "Each prediction was compared with every target: a column (N, 1) met a row (N,). Look at the shapes.": (
            (2 * pairs * x).mean().item(),
            (2 * pairs).mean().item(),
        ),
    }


def moved(name, before, after, gradient, rate, n, other=math.nan, losses=None):
    """Raise unless a parameter made its step.

    `other` is its gradient at the new w, where that is another one; `losses()` has its gradients of other losses.
    """
    move, wanted = after - before, -rate * gradient
    if close(move, wanted, abs(before) + abs(wanted)):
        return
    seen = (
        f"{name} moved by {signed(move)}. Its gradient is {signed(gradient)} and the learning rate {rate}, so it "
        f"should have moved by {signed(wanted)}."
    )
    used = move / -gradient
    ratio = used / rate
    if not math.isfinite(move):
        raise Mistake(
            f"The new {name} is {after}.",
            "Something in the step is not a number.",
        )
    if move == 0:
        raise Mistake(
            f"{name} has not moved. Its gradient is {signed(gradient)}, so at the rate {rate} it should have moved by "
            f"{signed(wanted)}.",
            "A step moves every parameter.",
            f"Look at what changes {name}, and at what is returned.",
        )
    if close(after, gradient, 1):
        raise Mistake(
            f"The new {name} is {number(after)}: that is the gradient, not the new {name}.",
            "The gradient says which way and how steeply the loss grows; the step has still to be made from it.",
        )
    if close(ratio, -1, 1):
        raise Mistake(
            seen,
            "It went along the gradient. That is where the loss grows; to lower it, go against it.",
        )
    if close(used, 1, 1):
        raise Mistake(
            seen,
            "It moved by the whole gradient. The learning rate says how much of it to take.",
        )
    if close(ratio, n, 1):
        raise Mistake(
            seen,
            f"It went {n} times as far, and there are {n} samples. The gradient of a sum of squares is that much "
            "larger than the gradient of their mean.",
        )
    if close(ratio, 0.5, 1) or close(ratio, 2, 1):
        raise Mistake(
            seen,
            f"It went {'half' if ratio < 1 else 'twice'} as far as it should.",
            "Look at the factor 2, which the derivative of a square brings.",
        )
    if close(move, -rate * other, abs(before) + abs(move)):
        raise Mistake(
            seen,
            f"It went by {signed(other)}, the gradient at the new w.",
            "All gradients of one step belong to the point where it starts. Compute both, then move both.",
        )
    for reason, slope in (losses() if losses else {}).items():
        if close(move, -rate * slope, abs(slope) * rate) and not close(slope, gradient, 1):
            raise Mistake(seen, reason)
    if abs(used - float(f"{used:.2g}")) < 1e-4 * abs(used):
        raise Mistake(
            seen,
            f"It moved as if the learning rate were {number(used)}.",
        )
    raise Mistake(
        seen,
        f"Look at the gradient of {name} that your code uses, and at what it is multiplied by.",
    )


@functools.cache
def one_step(answer):
    """One step from a random place, at which several checks look: what came of w and b, and what there was before."""
    w, b, x, y = draw()
    rate = a_rate()
    before = w.item(), b.item(), *gradients(w, b, x, y)
    new_w, new_b = two(answer.step(w, b, x, y, rate))
    return new_w, new_b, before, (x, y, rate)


def test_w(answer):
    """moves w against its gradient, by the learning rate times it"""
    new_w, _, (w, b, slope, _), (x, y, rate) = one_step(answer)

    def losses():
        others = of_other_losses(torch.tensor(w), torch.tensor(b), x, y)
        return {reason: slopes[0] for reason, slopes in others.items()}

    moved("w", w, new_w.item(), slope, rate, len(x), losses=losses)


def test_b(answer):
    """moves b by its gradient at the same point"""
    new_w, new_b, (_, b, _, slope), (x, y, rate) = one_step(answer)
    start = torch.tensor([b])
    _, other = gradients(new_w, start, x, y)
    moved("b", b, new_b.item(), slope, rate, len(x), other)


def test_update_is_not_recorded(answer):
    """keeps the update out of autograd's records"""
    new_w, new_b, _, _ = one_step(answer)
    check.no_longer_a_leaf(new_w, "The new w")
    check.no_longer_a_leaf(new_b, "The new b")


def test_corners(answer):
    """does so for a single sample, and stays where the gradient is 0"""
    w, b = torch.full((1, 1), 2.0, requires_grad=True), torch.full((1,), -1.0, requires_grad=True)
    for x in (torch.tensor([[3.0]]), torch.tensor([[0.0], [1.0], [2.0]])):
        for off in (0.0, 1.0):
            w, b = (one.detach().clone().requires_grad_() for one in (w, b))
            at_w, at_b = w.item(), b.item()
            y = (x * w + b).detach() - off
            slope_w, slope_b = gradients(w, b, x, y)
            new_w, new_b = two(answer.step(w, b, x, y, 0.01))
            moved("w", at_w, new_w.item(), slope_w, 0.01, len(x))
            moved("b", at_b, new_b.item(), slope_b, 0.01, len(x))


def grads(*parameters):
    return [0.0 if one.grad is None else one.grad.item() for one in parameters]


def given_back(before, after):
    """What the next call is given: the same tensor where it was changed in place, with what it holds."""
    return after if after is before else after.detach().clone().requires_grad_()


def not_cleared(name, move, slope, left, rate, size):
    """Raise where the gradient of the step before was still there and was used once more."""
    if not close(move, -rate * slope, size) and close(move, -rate * (slope + left), size):
        raise Mistake(
            f"In a second step {name} moved by {signed(move)}. Its gradient is {signed(slope)} and the learning rate "
            f"{rate}, so it should have moved by {signed(-rate * slope)}.",
            f"{name}.grad still held {signed(left)} from the step before, and backward() added to it.",
            "Look at when .grad is emptied.",
        )


def test_goes_on(answer):
    """goes on from there: three steps in a row"""
    w, b, x, y = draw()
    for _ in range(3):
        rate = a_rate()
        at_w, at_b = w.item(), b.item()
        left_w, left_b = grads(w, b)
        slope_w, slope_b = gradients(w, b, x, y)
        new_w, new_b = two(answer.step(w, b, x, y, rate))
        move_w, move_b = new_w.item() - at_w, new_b.item() - at_b
        not_cleared("w", move_w, slope_w, left_w, rate, abs(at_w) + abs(rate * slope_w))
        not_cleared("b", move_b, slope_b, left_b, rate, abs(at_b) + abs(rate * slope_b))
        moved("w", at_w, new_w.item(), slope_w, rate, len(x))
        moved("b", at_b, new_b.item(), slope_b, rate, len(x))
        w, b = given_back(w, new_w), given_back(b, new_b)
