"""What the fixed loop must do, wherever and however it clears the gradients."""

import copy
import functools
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


class Bent(nn.Module):
    """A model that is no line, and whose parameters are not called as those of a layer are."""

    def __init__(self, d):
        super().__init__()
        self.first = nn.Linear(d, 4)
        self.scale = nn.Parameter(torch.randn(4, 1))

    def forward(self, x):
        return torch.tanh(self.first(x)) @ self.scale


def draw(*, bent=False):
    """A fresh model, data x (N, d) and y (N, 1), how many steps, and a rate at which they go straight down."""
    d = int(torch.randint(1, 4, ()))
    x = torch.randn(40, d)
    y = x @ (2 + torch.rand(d, 1)) + 3 + 0.1 * torch.randn(40, 1)
    ones = torch.cat([x, torch.ones(40, 1)], dim=1)
    curvature = torch.linalg.eigvalsh(2 * ones.T @ ones / 40)[-1].item()
    steps = int(torch.randint(3, 5, ()))
    return (Bent(d), x, y, steps, 0.01) if bent else (nn.Linear(d, 1), x, y, steps, 0.3 / curvature)


def descend(model, x, y, steps, rate):
    """Gradient descent on a copy of the model: the copy, and the loss before each step."""
    model, losses = copy.deepcopy(model), []
    parameters = list(model.parameters())
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        slopes = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes, strict=True):
                parameter -= rate * slope
    return model, losses


def trained(answer, model, x, y, steps, rate):
    """What the answer makes of the model: the losses, one for each step."""
    return check.curve(answer.train(model, x, y, steps, rate), steps)


@functools.cache
def run(answer, bent):
    """One run, at which several checks look: what was given, what came of it, and where gradient descent goes."""
    model, x, y, steps, rate = draw(bent=bent)
    before = check.snapshot(model)
    end, wanted = descend(model, x, y, steps, rate)
    losses = trained(answer, model, x, y, steps, rate)
    return SimpleNamespace(model=model, before=before, losses=losses, steps=steps, end=end, wanted=wanted)


def test_a_loss_for_each_step(answer):
    """returns a number for each step"""
    model, x, y, _, rate = draw()
    trained(answer, model, x, y, 1, rate)
    run(answer, bent=False)


def test_moves(answer):
    """moves every parameter"""
    for bent in (False, True):
        one = run(answer, bent=bent)
        check.never_moved(one.before, one.model)


def test_fresh_gradients(answer):
    """uses in each step the gradients of that step alone"""
    model, x, y, steps, rate = draw()
    check.gradients_grow(lambda: trained(answer, model, x, y, steps, rate), model)


def test_ends_where_it_should(answer):
    """ends where gradient descent ends"""
    for bent in (False, True):
        one = run(answer, bent=bent)
        judge_end(one.model, one.steps, dict(one.end.named_parameters()))


def judge_end(model, steps, wanted):
    for name, parameter in model.named_parameters():
        if not torch.allclose(parameter, wanted[name], rtol=1e-3, atol=1e-3):
            raise Mistake(
                f"After {steps} steps {name} is {shown(parameter)}. Gradient descent at the same rate comes to "
                f"{shown(wanted[name])}.",
                "Each step should change a parameter by minus the rate times its gradient of that step, and by "
                "nothing else.",
                "Look at each turn of the loop: is it the gradients that are cleared, in every turn, and not the "
                "parameters themselves?",
            )


def test_losses(answer):
    """gives the loss before each step"""
    for bent in (False, True):
        one = run(answer, bent=bent)
        judge_losses(one.losses, one.wanted)


def judge_losses(losses, wanted):
    if all(abs(one - other) <= 1e-3 * abs(other) + 1e-4 for one, other in zip(losses, wanted[1:], strict=False)):
        raise Mistake(
            f"losses[0] is {number(losses[0])}. The model as it came has {number(wanted[0])}.",
            "Each loss was computed after the step in place of before it. losses was right as it came.",
        )
    for step, (one, other) in enumerate(zip(losses, wanted, strict=True)):
        if not abs(one - other) <= 1e-3 * abs(other) + 1e-4:
            raise Mistake(
                f"losses[{step}] is {number(one)}; before step {step} of gradient descent it is {number(other)}."
            )


def shown(parameter):
    return "[" + ", ".join(f"{value:.3f}" for value in parameter.detach().flatten().tolist()) + "]"
