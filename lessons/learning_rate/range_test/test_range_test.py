"""What a range test must do, whichever way it raises its rate."""

import copy
import functools

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


class Line(nn.Module):
    """A line in d features, whose parameters are not called as those of a layer are."""

    def __init__(self, d):
        super().__init__()
        self.slopes = nn.Parameter(torch.randn(d))
        self.offset = nn.Parameter(torch.randn(()))

    def forward(self, x):
        return (x @ self.slopes + self.offset).unsqueeze(1)


class Case:
    """A fresh model, data x (N, d) and y (N, 1), and rates that rise to just past the limit, or from there on."""

    def __init__(self, *, past=False, layer=True):
        d = int(torch.randint(1, 4, ()))
        self.x = torch.randn(40, d)
        self.y = self.x @ (2 + torch.rand(d, 1)) + 3 + 0.5 * torch.randn(40, 1)
        ones = torch.cat([self.x, torch.ones(40, 1)], dim=1)
        limit = 2 / torch.linalg.eigvalsh(2 * ones.T @ ones / 40)[-1].item()
        self.model = nn.Linear(d, 1) if layer else Line(d)
        self.steps = int(torch.randint(5, 7, ()))
        self.factor = round(1.3 + 0.2 * torch.rand(()).item(), 2)
        if past:
            self.steps = 5
        self.low = round(1.05 * limit if past else 1.2 * limit / self.factor**self.steps, 5)
        self.begun = copy.deepcopy(self.model)
        self.rates = [self.low * self.factor**step for step in range(self.steps)]

    def run(self, answer):
        """What the answer returns: rates and losses, in lists of their length."""
        result = answer.range_test(self.model, self.x, self.y, self.low, self.factor, self.steps)
        if not isinstance(result, tuple | list) or len(result) != 2:
            what = "None" if result is None else f"a {type(result).__name__}"
            end = "A function that ends without a return statement gives None." if result is None else ""
            raise Mistake(f"range_test returns {what}, and it should return two lists: the rates, and the losses.", end)
        if isinstance(result[0], list) and result[0] and isinstance(result[0][0], list):
            raise Mistake(
                f"The first entry of the list of rates is itself a list, {result[0][0]}, and it should be a number.",
                "get_last_lr() gives a list: a rate for each parameter group. Here there is one group.",
            )
        rates = check.curve(result[0], self.steps, "the list of rates")
        losses = check.curve(result[1], self.steps, "the list of losses")
        if alike(losses[:1], self.rates[:1]) and not alike(rates[:1], self.rates[:1]):
            raise Mistake("The two lists come the other way round: the rates are first, then the losses.")
        return rates, losses

    def losses(self, rates):
        """The loss before each of these steps of gradient descent from the beginning, and after the last."""
        model, losses = copy.deepcopy(self.begun), []
        for rate in [*rates, 0.0]:
            loss = F.mse_loss(model(self.x), self.y)
            losses.append(loss.item())
            slopes = torch.autograd.grad(loss, list(model.parameters()))
            with torch.no_grad():
                for parameter, slope in zip(model.parameters(), slopes, strict=True):
                    parameter -= rate * slope
        return losses


@functools.cache
def done(answer, layer):
    """A case at which several checks look, and the rates and losses that came back."""
    case = Case(layer=layer)
    return case, *case.run(answer)


def alike(some, others):
    return all(abs(one - other) <= 2e-3 * abs(other) for one, other in zip(some, others, strict=True))


def test_two_lists(answer):
    """returns two lists with a number for each step"""
    for layer in (True, False):
        done(answer, layer=layer)


def test_rates(answer):
    """begins at the low rate and multiplies it at each step"""
    case, rates, _ = done(answer, layer=True)
    if alike(rates, case.rates):
        return
    step = next(step for step in range(case.steps) if not alike(rates[step : step + 1], case.rates[step : step + 1]))
    raise Mistake(
        f"With low={case.low} and factor={case.factor} the rate of step {step} is {number(rates[step])}, and it should "
        f"be {number(case.rates[step])}.",
        "The rate was raised before the first step. That one is still made at the low rate."
        if alike(rates[:-1], case.rates[1:])
        else "From one step to the next the rate is multiplied by the factor.",
    )


def test_moves(answer):
    """trains every parameter"""
    case, _, _ = done(answer, layer=True)
    check.never_moved(check.snapshot(case.begun), case.model)


def test_fresh_gradients(answer):
    """uses in each step the gradients of that step alone"""
    case = Case()
    check.gradients_grow(lambda: case.run(answer), case.model)


def test_losses(answer):
    """gives the loss before each step, made at its rate"""
    for layer in (True, False):
        case, _, losses = done(answer, layer=layer)
        judge_losses(case, losses)


def test_past_the_limit(answer):
    """makes all of its steps, also where the loss grows"""
    case = Case(past=True)
    _, losses = case.run(answer)
    judge_losses(case, losses)


def judge_losses(case, losses):
    wanted = case.losses(case.rates)
    if alike(losses, wanted[:-1]):
        return
    step = next(i for i in range(case.steps) if not alike(losses[i : i + 1], wanted[i : i + 1]))
    seen = f"The loss before step {step} is {number(losses[step])}, and it should be {number(wanted[step])}."
    if alike(losses, wanted[1:]):
        raise Mistake(seen, "Each loss was taken after the step in place of before it.")
    if alike(losses, case.losses([case.low] * case.steps)[:-1]):
        raise Mistake(
            seen, f"It looks as if all steps were made at one rate, {case.low}. Does the optimizer know of it?"
        )
    if len({round(loss, 6) for loss in losses}) == 1:
        raise Mistake(seen, "Every step has the same loss. Each should go on from where the last one ended.")
    if alike(losses, case.losses([rate * case.factor for rate in case.rates])[:-1]):
        raise Mistake(seen, "Steps were not at the rate that is in the list, but at the next one.")
    raise Mistake(seen, "Look at whether each step is made at the rate in the list, from where the last one ended.")
