"""A training by Adam with one cycle: the rates of its steps, and where it leads."""

import copy
import functools

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import lr_scheduler

from tutor import check
from tutor.check import Mistake, number


def draw():
    """A model, batches, epochs and a highest rate."""
    d = int(torch.randint(2, 4, ()))
    sizes = [8, 3, 6, 2][: int(torch.randint(3, 5, ()))]  # where all were equal, Adam would not tell sum from mean
    batches = [(torch.randn(size, d), torch.randn(size, 1)) for size in sizes]
    model = nn.Linear(d, 1)
    with torch.no_grad():
        model.weight.add_(3 * model.weight.sign())  # large, so that a decay of the weights shows
    return model, batches, 3, 0.1 + 0.1 * torch.rand(()).item()


def planned(steps, max_lr):
    """The rates of one cycle over so many steps, with defaults."""
    return [rate * max_lr for rate in whole_cycle(steps)]


@functools.cache
def whole_cycle(steps):
    """The rates where the highest is 1."""
    adam = torch.optim.Adam([nn.Parameter(torch.zeros(1))])
    scheduler = lr_scheduler.OneCycleLR(adam, max_lr=1.0, total_steps=steps)
    rates = [adam.param_groups[0]["lr"]]
    for _ in range(steps - 1):
        adam.step()
        scheduler.step()
        rates.append(adam.param_groups[0]["lr"])
    return rates


def reference(model, batches, epochs, max_lr):
    """The model after a training of one's own."""
    model = copy.deepcopy(model)
    adam = torch.optim.Adam(model.parameters())
    scheduler = lr_scheduler.OneCycleLR(adam, max_lr=max_lr, total_steps=epochs * len(batches))
    for _ in range(epochs):
        for x, y in batches:
            adam.zero_grad()
            F.mse_loss(model(x), y).backward()
            adam.step()
            scheduler.step()
    return model


def trained(answer, model, batches, epochs, max_lr):
    try:
        rates = answer.train(model, batches, epochs, max_lr)
    except ValueError as error:
        if "Tried to step" not in str(error):
            raise
        raise Mistake(
            f"torch stopped: {error}",
            "The cycle was planned for fewer steps than the scheduler was asked to go.",
            f"There are {epochs} epochs of {len(batches)} batches, and each batch is a step.",
        ) from error
    return check.curve(rates, epochs * len(batches), "the rates")


@functools.cache
def run(answer):
    """One run, at which several checks look: so many batches and epochs, the highest rate, the rates of its steps."""
    model, batches, epochs, max_lr = draw()
    return len(batches), epochs, max_lr, trained(answer, model, batches, epochs, max_lr)


def near(one, other):
    return len(one) == len(other) and all(abs(a - b) <= 1e-4 * abs(b) + 1e-9 for a, b in zip(one, other, strict=True))


def test_rates(answer):
    """returns a rate for each step"""
    run(answer)


def test_cycle(answer):
    """makes one cycle of the whole training"""
    n, epochs, max_lr, rates = run(answer)
    steps = epochs * n
    wanted = planned(steps, max_lr)
    if near(rates, wanted) or near(rates[:-1], wanted[1:]):
        return
    top = max(rates)
    if top - min(rates) < 1e-9:
        raise Mistake(
            f"The rate is {number(rates[0])} in every step.",
            "A scheduler changes it only where its step() is called.",
        )
    per_epoch = planned(epochs, max_lr)
    if near(rates[::n], per_epoch) or near(rates[::n], wanted[:epochs]):
        raise Mistake(
            f"The rate stays the same for {n} steps, through a whole epoch.",
            "One cycle goes on with every step of the optimizer, not with every epoch.",
            "Look at the loop in which scheduler.step() stands.",
        )
    if near(rates[:n], planned(n, max_lr)):
        raise Mistake(
            f"The rates of the first {n} steps are a whole cycle, and then it begins anew.",
            "One cycle takes the whole training.",
            "Look at where the scheduler is made, and for how many steps.",
        )
    if abs(top - max_lr) > 0.02 * max_lr and near([r * max_lr / top for r in rates], wanted):
        raise Mistake(f"The highest rate is {number(top)}, and it should be {number(max_lr)}.", "That is max_lr.")
    if rates[-1] > 0.02 * max_lr:
        raise Mistake(
            f"In the last step the rate is still {number(rates[-1])}.",
            f"At the end of one cycle it is far below max_lr, which is {number(max_lr)} here.",
            f"Is the cycle planned for {steps} steps?",
        )
    check.same(rates, wanted, "The rates", rtol=1e-3)


def test_of_each_step(answer):
    """returns the rate of each step"""
    n, epochs, max_lr, rates = run(answer)
    wanted = planned(epochs * n, max_lr)
    if near(rates[:-1], wanted[1:]):
        raise Mistake(
            f"The first rate is {number(rates[0])}, and the first step is made with {number(wanted[0])}.",
            "Each rate in the list is that of the step after.",
            "Look at whether the rate is read before or after the scheduler goes on.",
        )
    check.same(rates, wanted, "The rates", rtol=1e-3)


def test_model(answer):
    """trains the model as that schedule says"""
    model, batches, epochs, max_lr = draw()
    wanted, before = reference(model, batches, epochs, max_lr), check.snapshot(model)
    check.gradients_grow(lambda: trained(answer, model, batches, epochs, max_lr), model)
    check.never_moved(before, model)
    for (name, now), right in zip(model.named_parameters(), wanted.parameters(), strict=True):
        if not torch.allclose(now, right, rtol=1e-3, atol=1e-4):
            raise Mistake(
                f"After training {name} is {number(now.flatten()[0].item())} at its first place, and it should be "
                f"{number(right.flatten()[0].item())}.",
                "The rates are right, so it is another optimizer or another loss, or they take turns in another order.",
                "Look at Adam with its defaults, and at the order: the optimizer's step, then the scheduler's.",
            )


def test_one_epoch(answer):
    """does so for a single epoch, too"""
    model, batches, _, max_lr = draw()
    wanted = planned(len(batches), max_lr)
    check.same(trained(answer, model, batches, 1, max_lr), wanted, "The rates of one epoch", rtol=1e-3)
