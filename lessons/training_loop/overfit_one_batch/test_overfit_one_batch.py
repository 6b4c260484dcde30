"""What is said of healthy and of broken models, and what becomes of the model."""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number

D, C = 8, 3


class Rows(nn.Module):
    """Broken: it adds up the examples of the batch, so that all of them get the same scores."""

    def __init__(self):
        super().__init__()
        self.layers = healthy()

    def forward(self, x):
        return self.layers(x.sum(dim=0, keepdim=True)).expand(len(x), C)


class MadeAnew(nn.Module):
    """Broken: its last layer is another one in every call."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(D, 32, bias=False)

    def forward(self, x):
        return nn.Linear(32, C)(torch.relu(self.first(x)))


class Twin(nn.Module):
    """A healthy model whose copy is known beforehand."""

    def __init__(self, copied=None):
        super().__init__()
        self.layers = healthy()
        self.__dict__["copied"] = copied  # no part of the model

    def forward(self, x):
        return self.layers(x)

    def __deepcopy__(self, memo):
        copied = Twin() if self.copied is None else self.copied
        copied.load_state_dict(self.state_dict())
        return copied.train(self.training)


def healthy():
    """A model of few parameters: what a step costs goes by their number."""
    return nn.Sequential(nn.Linear(D, 64, bias=False), nn.ReLU(), nn.Linear(64, C, bias=False))


def batch(n=12):
    """Examples (n, D) with labels drawn without regard to them; each class occurs."""
    return torch.randn(n, D), (torch.arange(n) % C)[torch.randperm(n)]


def said(answer, model, x, labels, *options):
    """True or False, as the answer says."""
    result = answer.memorizes(model, x, labels, *options)
    if isinstance(result, np.bool_) or (
        isinstance(result, torch.Tensor) and result.shape == () and result.dtype == torch.bool
    ):
        result = bool(result)
    check.same(result if result is None or not isinstance(result, bool) else True, True, "What memorizes returns")
    return result


def trained(model, x, labels, steps=100):
    """The losses of a copy before each of so many steps and after the last one, and its accuracy in the end."""
    model, losses = copy.deepcopy(model), []
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        adam.zero_grad()
        loss.backward()
        adam.step()
    with torch.no_grad():
        scores = model(x)
    return [*losses, F.cross_entropy(scores, labels).item()], (scores.argmax(1) == labels).float().mean().item()


def after(model, x, labels, steps=100):
    """The loss of a copy after so many steps."""
    return trained(model, x, labels, steps)[0][-1]


def is_broken(answer, model, what, steps):
    """Raise where the answer says of this broken model that it memorizes. Its loss falls no further after these steps,
    so that none of the 100 that are usual says more than they do."""
    x, labels = batch(6)
    if not said(answer, model, x, labels, steps):
        return
    (*_, loss), accuracy = trained(model, x, labels, steps)
    means = "Either your check asks for less than that the loss falls below the limit, or it trains something else."
    if accuracy == 1:
        means = (
            f"Its highest scores are in the right places: the accuracy is {accuracy:.0%}. But no training brings its "
            "loss to zero, and that is the sign of a fault."
        )
    raise Mistake(
        f"{what} After {steps} steps its loss is {number(loss)}, far above the limit of 0.05, and you say that it can "
        "memorize the batch.",
        means,
        "Look at what you compare with the limit.",
    )


def pile_up(answer):
    """Raise where gradients pile up from step to step, in the model or in its copy."""
    x, labels = batch()
    copied = Twin()
    model = Twin(copied)
    answer.memorizes(model, x, labels, 5)
    if all(torch.equal(*pair) for pair in zip(model.parameters(), copied.parameters(), strict=True)):
        return  # the optimizer has other parameters: it neither steps nor zeroes those of the copy
    check.gradients_grow(
        lambda: check.gradients_grow(lambda: answer.memorizes(model, x, labels, 5), model),
        copied,
    )


def test_true(answer):
    """says that a healthy model can"""
    pile_up(answer)  # with luck it memorizes all the same
    model, (x, labels) = healthy(), batch()
    if said(answer, model, x, labels):
        return
    loss = after(model, x, labels)
    if said(answer, Rows(), x, labels):
        raise Mistake(
            "Of a healthy model you return False, and True of one that gives all examples the same scores.",
            "The two are the other way round: True where the loss falls below the limit.",
        )
    bound = after(nn.Sequential(model, nn.Softmax(dim=1)), x, labels, 200)  # so late other slow ones are lower
    if [said(answer, model, x, labels, 200, factor * bound) for factor in (0.98, 1.02)] == [False, True]:
        raise Mistake(
            f"After 100 steps on this batch the loss of a healthy model is {number(loss)}, and even after 200 yours is "
            f"still about {number(bound)}.",
            "That is what a softmax before F.cross_entropy leads to, which applies one itself.",
            "Look at what F.cross_entropy is given.",
        )
    with torch.no_grad():
        now = F.cross_entropy(model(x), labels).item()
    raise Mistake(
        f"After 100 steps on this batch the loss of a healthy model is {number(loss)}, below the limit of 0.05, "
        "and you say that it cannot memorize the batch.",
        "You trained the model itself, and its loss is low now: look at which loss you compare with the limit."
        if now < 0.05
        else "The loss that your code looks at has not come down: the steps do not reach the model that it is computed "
        "with, or there are too few of them, or they are smaller than those of Adam with the rate 0.01.",
        "Look at whose parameters the optimizer has, which model the loop calls, and how the optimizer is made.",
    )


def test_false(answer):
    """finds a model whose output does not depend on its input"""
    is_broken(answer, Rows(), "A model gives all examples of the batch the same scores.", 20)


def test_softmax(answer):
    """finds a softmax at the end of a model"""
    is_broken(answer, nn.Sequential(healthy(), nn.Softmax(dim=1)), "A model has a softmax at its end.", 30)


def test_made_anew(answer):
    """finds a layer that is made in forward"""
    is_broken(answer, MadeAnew(), "A model makes its last layer anew in every call.", 15)


def test_leaves_the_model(answer):
    """leaves the model as it was"""
    for training, part in ((True, 0.01), (False, 0.9)):  # to the last step, and one that may stop
        model, (x, labels) = healthy().train(training), batch()
        before = copy.deepcopy(model)
        said(answer, model, x, labels, 6, part * after(model, x, labels, 0))
        for (name, old), new in zip(before.named_parameters(), model.parameters(), strict=True):
            if not torch.equal(old, new):
                raise Mistake(
                    f"After the check {name} of the model is another.",
                    "It has learned the batch by heart. A training run would begin from there.",
                    "Look at which model is trained.",
                )
            if new.grad is not None and new.grad.any():
                raise Mistake(
                    f"After the check {name} of the model has a gradient.",
                    "The first step of a training run would add to it.",
                    "Look at which model backward() goes through.",
                )
        if model.training is not training:
            raise Mistake("The model came in one mode, and is in the other after the check.")


def test_steps(answer):
    """takes no more steps than it was given"""
    model, (x, labels) = healthy(), batch()
    if said(answer, model, x, labels, 1):
        raise Mistake(
            "Given a single step, you say that a new model memorizes the batch.",
            f"After one step its loss is {number(after(model, x, labels, 1))}, and the limit is 0.05.",
            "Look at how many steps your loop takes.",
        )


def test_limit(answer):
    """compares with the limit that it was given"""
    model, (x, labels) = healthy(), batch()
    loss = after(model, x, labels, 5)
    for limit, wanted in ((loss * 2, True), (loss / 4, False)):
        if said(answer, model, x, labels, 5, limit) is not wanted:
            raise Mistake(
                f"After 5 steps the loss is {number(loss)}. With a limit of {number(limit)} you say {not wanted}.",
                "The limit is an argument; 0.05 is only its default. The mean over the batch is compared with it.",
            )


def test_more(answer):
    """says so for batches and models of every size"""
    for n, steps, limit, model in (
        (1, 15, 0.6, healthy()),
        (20, 20, 0.9, nn.Sequential(nn.Linear(D, 64), nn.Tanh(), nn.Linear(64, C))),
    ):
        x, labels = batch(n)
        if not said(answer, model, x, labels, steps, limit):
            raise Mistake(
                f"A healthy model is given a batch of {n}. After {steps} steps its loss is below the limit of {limit}, "
                "and you say that it cannot memorize the batch."
            )


def test_adam(answer):
    """trains as Adam does"""
    (x, labels), model, steps = batch(), healthy(), 20
    losses, _ = trained(model, x, labels, steps)
    # an answer may look at the loss before each step, and so never at the last one
    for limit, wanted in ((1.01 * max(losses[-2:]), True), (0.99 * min(losses), False)):
        if said(answer, model, x, labels, steps, limit) is not wanted:
            raise Mistake(
                f"After {steps} steps of Adam with the rate 0.01 the loss is {number(losses[-1])}. With a limit of "
                f"{number(limit)} you say {not wanted}.",
                "Your steps are others. Adam goes by what it remembers of the steps before, and a new optimizer "
                "remembers nothing.",
                "Look at how the optimizer is made, and how often.",
            )
