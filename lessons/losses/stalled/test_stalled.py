"""What the fixed training loop must do, and what the probabilities must be."""

import copy
import functools
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


def draw(*, deep=False):
    """A fresh classifier, samples (N, d) of C classes with their labels (N,), how many steps, and a rate."""
    c = int(torch.randint(3, 5, ()))
    d = int(torch.randint(2, 4, ()))
    labels = torch.arange(20 * c) % c
    x = (3 * torch.randn(c, d))[labels] + 0.3 * torch.randn(len(labels), d)
    model = nn.Sequential(nn.Linear(d, 6), nn.Tanh(), nn.Linear(6, c)) if deep else nn.Linear(d, c)
    return model, x, labels, int(torch.randint(3, 5, ())), round(0.05 + 0.1 * torch.rand(()).item(), 3)


def descend(model, x, labels, steps, rate):
    """Gradient descent on the cross-entropy of a copy: the copy, and the loss before each step."""
    model, losses = copy.deepcopy(model), []
    parameters = list(model.parameters())
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        slopes = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes, strict=True):
                parameter -= rate * slope
    return model, losses


def trained(answer, model, x, labels, steps, rate):
    """What the answer makes of the model: the losses, one for each step."""
    return check.curve(answer.train(model, x, labels, steps, rate), steps)


@functools.cache
def run(answer, deep):
    """One run, at which several checks look: what was given, what came of it, and where gradient descent goes."""
    model, x, labels, steps, rate = draw(deep=deep)
    before = check.snapshot(model)
    end, wanted = descend(model, x, labels, steps, rate)
    losses = trained(answer, model, x, labels, steps, rate)
    return SimpleNamespace(model=model, before=before, losses=losses, steps=steps, rate=rate, end=end, wanted=wanted)


def test_a_loss_for_each_step(answer):
    """returns a number for each step"""
    run(answer, deep=False)


def test_loss(answer):
    """begins with the cross-entropy of the model's scores"""
    model, x, labels, _, rate = draw()
    scores = model(x).detach()
    after = descend(model, x, labels, 2, rate)[1][1]
    (seen,) = trained(answer, model, x, labels, 1, rate)
    wanted = F.cross_entropy(scores, labels).item()
    if is_close(seen, wanted):
        return
    said = f"The first loss is {number(seen)}. The cross-entropy of the model's scores is {number(wanted)}."
    shares = torch.softmax(scores, dim=1)
    one_hot = F.one_hot(labels, scores.shape[1]).float()
    stalls = (
        "The scores went through a softmax before the cross-entropy, which has one of its own. Twice, the scores are "
        "flattened: even a perfect answer has a loss far above 0, and the gradients are small."
    )
    reasons = [
        (F.cross_entropy(shares, labels), stalls),
        (F.cross_entropy(torch.softmax(scores, dim=0), labels), stalls),
        (F.nll_loss(shares, labels), "nll_loss expects logarithms of shares. Yours are shares, without the logarithm."),
        (
            F.cross_entropy(torch.sigmoid(scores), labels),
            "The scores were squeezed to between 0 and 1 by a sigmoid. Cross-entropy then cannot see the clear ones.",
        ),
        (
            F.cross_entropy(scores, labels, reduction="sum"),
            "That is the sum over the samples: its steps are as many times too long as there are samples.",
        ),
        (
            F.binary_cross_entropy_with_logits(scores, one_hot),
            "That is the binary cross-entropy of each score by itself. Here one of several classes is true: the shares "
            "belong together.",
        ),
        (
            F.mse_loss(shares, one_hot),
            "That is the squared error of the shares. Its gradient is almost 0 where the model is most wrong.",
        ),
    ]
    if is_close(seen, after):
        raise Mistake(said, "That is the loss after the step. train returns the loss before each step.")
    for value, reason in reasons:
        if is_close(seen, value.item()):
            raise Mistake(said, reason, "Look at what stands between the model and the loss.")
    raise Mistake(said, f"To lower the cross-entropy, at the rate {rate}, training has to begin there.")


def is_close(one, other):
    return abs(one - other) <= 1e-3 * max(abs(other), 1e-3)


def test_moves(answer):
    """moves every parameter"""
    for deep in (False, True):
        one = run(answer, deep=deep)
        check.never_moved(one.before, one.model)


def test_trains(answer):
    """ends where gradient descent on it ends"""
    for deep in (False, True):
        trains(run(answer, deep=deep))


def trains(one):
    losses, wanted, steps, rate = one.losses, one.wanted, one.steps, one.rate
    if not all(is_close(one, two) for one, two in zip(losses, wanted, strict=True)):
        raise Mistake(
            f"Your losses go from {number(losses[0])} to {number(losses[-1])} in {steps} steps; gradient descent at "
            f"the rate {rate} goes from {number(wanted[0])} to {number(wanted[-1])}.",
            "Only the loss was to be fixed: the optimizer and its rate are right.",
        )
    for (name, parameter), right in zip(one.model.named_parameters(), one.end.parameters(), strict=True):
        check.same(parameter.detach(), right.detach(), f"{name} after {steps} steps", rtol=1e-3)


def test_shares(answer):
    """still gives probabilities for each sample"""
    for few in (None, 1, 2):
        model, x, _, _, _ = draw()
        judge_shares(answer, model, x[:few])


def judge_shares(answer, model, x):
    result = answer.shares(model, x)
    wanted = torch.softmax(model(x).detach(), dim=1)
    if isinstance(result, torch.Tensor) and result.shape == (len(x),):
        raise Mistake(
            f"shares returns one number for each sample, shape {tuple(result.shape)}: the number of the class, as it "
            "seems.",
            f"It should be the probability of each class, of shape {tuple(wanted.shape)}.",
        )
    if isinstance(result, torch.Tensor) and result.shape == wanted.shape:
        sums = result.detach().float().sum(dim=1)
        if not torch.allclose(sums, torch.ones(len(x)), atol=1e-3):
            raise Mistake(
                f"The first row of shares is {', '.join(number(one) for one in result[0].tolist())}, which does not "
                "add up to 1.",
                "Here no cross-entropy follows, so it is for shares to make probabilities of the scores, within each "
                "row: dim=1.",
            )
    check.same(result, wanted, "shares(model, x)")
