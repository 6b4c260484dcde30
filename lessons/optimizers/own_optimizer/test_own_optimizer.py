"""An optimizer in use: over steps, in groups, under a schedule, broken off and taken up."""

import torch

from tutor import check
from tutor.check import Mistake


def parameters():
    """Two parameters of other shapes."""
    return torch.randn(3, requires_grad=True), torch.randn(2, 2, requires_grad=True)


def a_rate():
    return 0.05 + 0.2 * torch.rand(()).item()


def made(answer, params, rate):
    """The learner's optimizer."""
    optimizer = answer.SumOfSquares(params, rate)
    if not isinstance(optimizer, torch.optim.Optimizer):
        raise Mistake("SumOfSquares is not made from torch.optim.Optimizer.", "Groups and zero_grad() come from there.")
    return optimizer


def step(optimizer):
    """One step, with the errors that are known put into words."""
    try:
        optimizer.step()
    except RuntimeError as error:
        if "leaf" not in str(error):
            raise
        raise Mistake(
            "step() changes a parameter in place while autograd records.",
            "The update is no part of the loss, and autograd refuses it.",
            "Look at torch.no_grad().",
        ) from error
    except (TypeError, AttributeError) as error:
        if "NoneType" not in str(error):
            raise
        raise Mistake(
            f"step() met a parameter whose .grad is None, and stopped: {error}.",
            "A parameter that had no part in the loss has no gradient. It is passed over.",
        ) from error


class Expected:
    """What one parameter should become."""

    def __init__(self, p):
        self.p, self.sum = p.detach().clone(), torch.zeros_like(p)

    def step(self, gradient, rate):
        self.sum += gradient**2
        self.p -= rate * gradient / (self.sum.sqrt() + 1e-10)


def run(optimizer, params, steps, rates):
    """Give each parameter random gradients, step, and compare."""
    expected = [Expected(p) for p in params]
    for _ in range(steps):
        before = [p.detach().clone() for p in params]
        for p in params:
            p.grad = torch.randn_like(p) * 3
        gradients = [p.grad.clone() for p in params]
        step(optimizer)
        for p, old, gradient, one, rate in zip(params, before, gradients, expected, rates, strict=True):
            one.step(gradient, rate)
            judge(p, old, gradient, one, rate)


def judge(p, old, gradient, one, rate):
    """Name what is known to go wrong, else compare."""
    now = p.detach()
    if torch.equal(now, old):
        raise Mistake(
            "A parameter has not moved, though it has a gradient.",
            "p = p − … makes a new tensor and leaves the parameter as it was; a step changes it in place.",
        )
    several = not torch.allclose(one.sum, gradient**2)
    if several and torch.allclose(now, old - rate * gradient.sign(), atol=1e-5):
        raise Mistake(
            "The gradient was divided by the root of only this step's square.",
            "What came before is to be kept: the squares of all steps are added up.",
        )
    if torch.allclose(now, old - rate * gradient / (one.sum + 1e-10), 1e-3, 1e-5):
        raise Mistake("The gradient was divided by the sum itself.", "It is the root of the sum that has its size.")
    if torch.allclose(now, old + rate * gradient / (one.sum.sqrt() + 1e-10), 1e-3, 1e-5):
        raise Mistake("The parameter moved along its gradient, where the loss grows.", "Look at the sign of the step.")
    if not several and torch.allclose(now, old - rate * gradient.sign() / 2**0.5, 1e-3, 1e-5):
        raise Mistake(
            "In the first step the gradient was divided by √2 times its size: its square was counted twice.",
            "The sum begins at zero, and each step adds its square once.",
        )
    divisor = rate * gradient / (old - now)
    if divisor.std() < 1e-3 * divisor.mean().abs() and one.p.numel() > 1:
        raise Mistake(
            "All numbers of a parameter were divided by one and the same number.",
            "Each has a sum of its own, so the sum has the parameter's shape.",
        )
    check.same(now, one.p, "A parameter after the step", rtol=1e-3, atol=1e-5)


def test_first_step(answer):
    """moves each number by the rate in the first step"""
    params = parameters()
    rate = a_rate()
    run(made(answer, params, rate), params, 1, [rate, rate])


def test_steps(answer):
    """divides by the root of the sum of all squares so far"""
    params = parameters()
    rate = a_rate()
    run(made(answer, params, rate), params, 6, [rate, rate])


def test_group_rates(answer):
    """takes the rate from each group"""
    one, other = parameters()
    slow, fast = a_rate(), 2 * a_rate() + 0.1
    optimizer = made(answer, [{"params": [one]}, {"params": [other], "lr": fast}], slow)
    before = other.detach().clone()
    one.grad, other.grad = torch.ones_like(one), torch.ones_like(other)
    step(optimizer)
    moved = (before - other.detach()).mean().item()
    if abs(moved - slow) < 1e-4:
        raise Mistake(
            f"A group with the rate {fast:.3g} moved by {moved:.3g}, the rate of the optimizer's defaults.",
            'The rate of a parameter is that of the group it is in, group["lr"]; schedulers write there.',
        )
    check.same(other.detach(), before - fast, "The parameter of the second group", atol=1e-4)


def test_no_gradient(answer):
    """leaves a parameter without a gradient as it is"""
    for order in (1, -1):
        one, other = parameters()
        before, start = other.detach().clone(), one.detach().clone()
        one.grad = torch.ones_like(one)
        step(made(answer, [one, other][::order], 0.1))
        check.same(other.detach(), before, "The parameter without a gradient")
        if torch.equal(one.detach(), start):
            raise Mistake(
                "Of two parameters the first has no gradient, and the second, which has one, did not move.",
                "What has no gradient is passed over; those after it are still stepped.",
                "return ends the whole step and break the loop; continue goes on with the next parameter.",
            )


def test_state(answer):
    """keeps its sums in self.state, so that they are saved"""
    params = parameters()
    optimizer = made(answer, params, 0.1)
    for p in params:
        p.grad = torch.randn_like(p)
    step(optimizer)
    if any(not isinstance(optimizer.state[p], dict) for p in params):
        raise Mistake(
            f"self.state[p] is a {type(optimizer.state[params[0]]).__name__}, and it should be a dict.",
            "A name in it says what is kept; an optimizer may keep several things for a parameter.",
        )
    saved = optimizer.state_dict()["state"]
    if any(
        not any(getattr(v, "shape", None) == p.shape for v in saved.get(i, {}).values()) for i, p in enumerate(params)
    ):
        raise Mistake(
            "state_dict() does not hold a sum of the parameter's shape for each parameter.",
            "Each parameter has a sum of its own, and only what is in self.state[p] is saved with the optimizer.",
        )
