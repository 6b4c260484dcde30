"""Which parameters an optimizer lets decay, by its groups and by what a step with zero gradients does."""

import functools

import torch
from torch import nn

from tutor.check import Mistake, number

DEFAULT = (
    "That is AdamW's weight_decay of 0.01, its default: it holds for each group that does not say its own "
    "weight_decay."
)


class Scaled(nn.Module):
    """A layer whose only parameter is a single number, of no dimension, as some have for a temperature."""

    def __init__(self):
        super().__init__()
        self.weight_of_all = nn.Parameter(torch.tensor(1.0))


def draw():
    """A nested model, a rate and a decay."""
    width = int(torch.randint(3, 7, ()))
    inner = nn.Sequential(nn.Linear(width, width), nn.LayerNorm(width), nn.PReLU(), Scaled())
    model = nn.Sequential(
        nn.Embedding(9, width),
        inner,
        nn.Conv1d(width, 2, 1),
        nn.BatchNorm1d(90),  # more numbers than some weights have: it is dimensions that count
    )
    for p in model.parameters():  # nothing is zero: a decay of zero could not be seen
        nn.init.uniform_(p, 0.5, 1.5)
    return model, 0.05 + 0.1 * torch.rand(()).item(), 0.2 + 0.2 * torch.rand(()).item()


def names(model):
    """What each parameter is called in a message: its name, and the layer that it is of."""
    return {
        f"{name}.{own}": (p, type(module).__name__)
        for name, module in model.named_modules()
        for own, p in module.named_parameters(recurse=False)
    }


def count(parameters):
    return "1 parameter" if len(parameters) == 1 else f"{len(parameters)} parameters"


def a(layer):
    return f"an {layer}" if layer[0] in "AEIOU" else f"a {layer}"


def made(answer, model, rate, decay):
    """The learner's optimizer."""
    try:
        optimizer = answer.optimizer_for(model, rate, decay)
    except ValueError as error:
        if "more than one parameter group" not in str(error):
            raise
        raise Mistake(
            "A parameter of the model is in two groups, and the optimizer refuses that.",
            "Each would step it, with other options.",
            "Look at the two conditions: of every parameter exactly one of them should hold.",
        ) from error
    if not isinstance(optimizer, torch.optim.AdamW):
        what = "None" if optimizer is None else a(type(optimizer).__name__)
        raise Mistake(
            f"optimizer_for returns {what}, and it should return an AdamW.",
            "A function that ends without a return statement gives None." if optimizer is None else "",
            "Adam takes the decay into the gradient and divides it with it; AdamW shrinks the weight itself."
            if isinstance(optimizer, torch.optim.Adam)
            else "",
        )
    return optimizer


@functools.cache
def given(answer):
    """A model, a rate, a decay, and the optimizer for them, at which several checks look."""
    model, rate, decay = draw()
    return model, rate, decay, made(answer, model, rate, decay)


def test_an_adamw(answer):
    """returns an AdamW"""
    given(answer)


def test_every_parameter(answer):
    """has every parameter of the model in exactly one group"""
    model, _, _, optimizer = given(answer)
    held = [id(p) for group in optimizer.param_groups for p in group["params"]]
    known = names(model)
    lost = [name for name, (p, _) in known.items() if held.count(id(p)) != 1]
    if not lost:
        return
    vectors = [name for name, (p, _) in known.items() if p.ndim < 2]
    raise Mistake(
        f"{lost[0]}, of {a(known[lost[0]][1])}, is in none of the groups.",
        "An optimizer steps only what it was given: this parameter would never be trained.",
        "model.parameters() can be gone through once. If it has a name, and two loops go over that name, the second "
        "finds nothing: look at list()."
        if set(lost) in ({*vectors}, {*known} - {*vectors})
        else "",
    )


@functools.cache
def shrunk(answer):
    """Make a step with zero gradients: for each name, the layer, dimensions, and the share that was taken away."""
    model, rate, decay, optimizer = given(answer)
    before = {name: p.detach().clone() for name, (p, _) in names(model).items()}
    for p in model.parameters():
        p.grad = torch.zeros_like(p)
    optimizer.step()
    taken = {
        name: (layer, p.ndim, 1 - (p.detach() / before[name]).mean().item())
        for name, (p, layer) in names(model).items()
    }
    return taken, rate, decay


def test_matrices(answer):
    """lets the weights of layers decay, by rate · decay a step"""
    taken, rate, decay = shrunk(answer)
    for name, (layer, ndim, share) in taken.items():
        if ndim >= 2 and not abs(share - rate * decay) <= 1e-4:
            raise Mistake(
                f"{name}, of {a(layer)}, has {ndim} dimensions, so it should decay. A step at the rate {number(rate)} "
                f"with decay {number(decay)} took away {share:.3%} of it, and it should have taken {rate * decay:.3%}.",
                DEFAULT if abs(share - rate * 0.01) < 2e-6 else "",
            )


def test_others(answer):
    """leaves biases, scales and shifts alone"""
    taken, rate, _ = shrunk(answer)
    for name, (layer, ndim, share) in taken.items():
        if ndim < 2 and not abs(share) <= 1e-5:
            has = "one dimension" if ndim else "no dimension"
            raise Mistake(
                f"{name}, of {a(layer)}, has {has}, so it should not decay. A step took {share:.3%} of it.",
                DEFAULT if abs(share - rate * 0.01) < 2e-6 else "",
            )


def test_rate(answer):
    """gives both groups the rate"""
    _, rate, _, optimizer = given(answer)
    for group in optimizer.param_groups:
        if not abs(group["lr"] - rate) <= 1e-9:
            raise Mistake(
                f"A group of {count(group['params'])} has the rate {number(float(group['lr']))}, and it "
                f"should have {number(rate)}.",
                "A group that does not say its rate takes it from the optimizer's own.",
            )


def test_any_model(answer):
    """does so for models without biases, too"""
    _, rate, decay = draw()
    model = nn.Sequential(nn.Linear(3, 2, bias=False), nn.Tanh(), nn.Linear(2, 1, bias=False))
    try:
        groups = made(answer, model, rate, decay).param_groups
    except ValueError as error:
        if "empty parameter list" not in str(error):
            raise
        raise Mistake(
            "A model has no biases and no normalization, and AdamW was given an empty list of parameters.",
            "A group may be empty; the list that an optimizer begins with may not.",
        ) from error
    for p in model.parameters():
        decays = [group["weight_decay"] for group in groups if any(one is p for one in group["params"])]
        if decays != [decay]:
            raise Mistake(
                f"Of a model of two layers without biases, a weight is in {len(decays)} groups, with weight_decay "
                f"{decays}. It should be in one, with {decay:.3g}."
            )
