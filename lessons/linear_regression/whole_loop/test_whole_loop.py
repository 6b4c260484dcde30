"""What a training loop must do, whichever way it is written."""

import copy
import functools
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number, signed


class Bent(nn.Module):
    """A model that is no line, and whose parameters are not called as those of a layer are."""

    def __init__(self, d):
        super().__init__()
        self.first = nn.Linear(d, 4)
        self.scale = nn.Parameter(torch.randn(4, 1))

    def forward(self, x):
        return torch.tanh(self.first(x)) @ self.scale


def draw(*, bent=False):
    """A fresh model, data x (N, d) and y (N, 1), and a rate at which the loss goes straight down."""
    d = int(torch.randint(2, 5, ()))
    x = torch.randn(40, d)
    y = x @ (2 + torch.rand(d, 1)) + 3 + 0.1 * torch.randn(40, 1)
    if bent:
        return Bent(d), x, y, 0.01
    ones = torch.cat([x, torch.ones(40, 1)], dim=1)
    curvature = torch.linalg.eigvalsh(2 * ones.T @ ones / 40)[-1].item()
    rate = (0.25 + 0.1 * torch.rand(()).item()) / curvature
    return nn.Linear(d, 1), x, y, round(rate, 4)


def some_steps():
    return int(torch.randint(3, 5, ()))


def descend(model, x, y, steps, rate):
    """Gradient descent on a copy of the model: its parameters (P,) and its loss, before each step and at the end."""
    model, path, losses = copy.deepcopy(model), [], []
    parameters = list(model.parameters())
    for step in range(steps + 1):
        loss = F.mse_loss(model(x), y)
        path.append(flat(model))
        losses.append(loss.item())
        if step < steps:
            slopes = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for parameter, slope in zip(parameters, slopes, strict=True):
                    parameter -= rate * slope
    return path, losses


def fitted(answer, model, x, y, steps, rate):
    """What the answer makes of the model: the losses, one for each step."""
    return check.curve(answer.fit(model, x, y, steps, rate), steps, "the list of losses")


@functools.cache
def run(answer, bent):
    """One run, at which several checks look: what was given, what came of it, and where gradient descent goes."""
    model, x, y, rate = draw(bent=bent)
    steps, before = some_steps(), check.snapshot(model)
    path, wanted = descend(model, x, y, steps + 1, rate)
    losses = fitted(answer, model, x, y, steps, rate)
    return SimpleNamespace(model=model, before=before, losses=losses, steps=steps, path=path, wanted=wanted)


def flat(model):
    return torch.cat([one.detach().flatten() for one in model.parameters()])


def test_a_loss_for_each_step(answer):
    """returns a list with a number for each step"""
    run(answer, bent=False)
    model, x, y, rate = draw()
    fitted(answer, model, x, y, 1, rate)


def test_moves(answer):
    """moves every parameter"""
    for bent in (False, True):
        one = run(answer, bent=bent)
        check.never_moved(one.before, one.model)


def test_fresh_gradients(answer):
    """uses in each step the gradients of that step alone"""
    model, x, y, rate = draw()
    check.gradients_grow(lambda: fitted(answer, model, x, y, some_steps(), rate), model)


def test_one_step(answer):
    """makes a step of the learning rate times the gradient"""
    for bent in (False, True):
        judge_step(answer, *draw(bent=bent))


def judge_step(answer, model, x, y, rate):
    (before, *after), _ = descend(model, x, y, 2, rate)
    wanted, two = (end - before for end in after)
    again = copy.deepcopy(model)
    fitted(answer, model, x, y, 1, rate)
    if torch.allclose(flat(model) - before, two, rtol=1e-3, atol=1e-5):
        raise Mistake("For steps=1 the model made 2 steps: 1 step more than it should.")
    try:
        judge_move(flat(model) - before, wanted, rate, len(x))
    except Mistake:
        check.loss_of_all_pairs(lambda: answer.fit(again, x, y, 1, rate))  # if that is why
        raise


def judge_move(move, wanted, rate, n):
    """Raise unless all parameters moved as they should; all are of shape (P,)."""
    if torch.allclose(move, wanted, rtol=1e-3, atol=1e-5):
        return
    seen = (
        f"In the first step a parameter moved by {signed(move[0].item())}. At the rate {rate}, its gradient should "
        f"have moved it by {signed(wanted[0].item())}."
    )
    if not move.any():
        raise Mistake("For steps=1 the model made no step: 1 step fewer than it should.")
    ratio = (move @ wanted / (wanted @ wanted)).item()
    if torch.allclose(move.abs(), torch.full_like(move, rate), rtol=1e-3):
        raise Mistake(
            "In the first step every parameter moved by just the learning rate, whatever its gradient.",
            "Adam and its relatives do that. Here the optimizer should be plain gradient descent.",
        )
    if not torch.allclose(move, ratio * wanted, rtol=1e-3, atol=1e-5):
        raise Mistake(seen, "The step did not go along the gradient of the mean squared error on all of the data.")
    if abs(ratio - n) < 1e-2 * n:
        raise Mistake(seen, f"It went {n} times as far, and there are {n} samples: that is the sum of the squares.")
    if abs(ratio + 1) < 1e-3:
        raise Mistake(seen, "It went along the gradient, where the loss grows. A step goes against it.")
    raise Mistake(seen, f"It moved as if the learning rate were {number(ratio * rate)}.")


def test_all_steps(answer):
    """makes all the steps, one after the other"""
    for bent in (False, True):
        one = run(answer, bent=bent)
        judge_steps(one.steps, flat(one.model), one.path)


def judge_steps(steps, end, path):
    for count in (steps - 1, steps, steps + 1):
        if torch.allclose(end, path[count], rtol=1e-3, atol=1e-5):
            if count == steps:
                return
            raise Mistake(
                f"For steps={steps} the model made {count} steps: 1 step {'fewer' if count < steps else 'more'}."
            )
    raise Mistake(
        f"After {steps} steps a parameter is {number(end[0].item())}; gradient descent comes to "
        f"{number(path[steps][0].item())}.",
        "If the first step is right, something goes over from each step to the next (momentum, old gradients), or the "
        "rate changes. Each step should depend only on the gradient where it starts.",
    )


def test_losses(answer):
    """gives the loss before each step"""
    for bent in (False, True):
        one = run(answer, bent=bent)
        judge_losses(one.losses, one.wanted[: one.steps + 1])


def judge_losses(losses, wanted):
    if alike(losses, wanted[1:]) and not alike(losses, wanted[:-1]):
        raise Mistake(
            f"The first loss is {number(losses[0])}. The model as it came has {number(wanted[0])}.",
            "Each loss was computed after the step in place of before it.",
        )
    for step, (one, other) in enumerate(zip(losses, wanted, strict=False)):
        if not alike([one], [other]):
            raise Mistake(
                f"Loss {step} of the list (counted from 0) is {number(one)}. Before that step the mean squared error "
                f"is {number(other)}."
            )


def alike(some, others):
    return all(abs(one - other) <= 1e-3 * abs(other) for one, other in zip(some, others, strict=True))
