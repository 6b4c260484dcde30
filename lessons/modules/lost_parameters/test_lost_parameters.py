"""The repaired tower, however it keeps its parts."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake


def drawn():
    return [int(torch.randint(3, 6, ())), int(torch.randint(6, 9, ())), int(torch.randint(9, 12, ()))]


def parts(model, sizes):
    """Its linear layers in order, its heads, its scale."""
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    wide = [layer for layer in linear if layer.out_features > 1]
    heads = [layer for layer in linear if layer.out_features == 1]
    inside = {id(p) for layer in linear for p in layer.parameters()}
    loose = [p for p in model.parameters() if id(p) not in inside]
    return wide, heads, loose


def test_layers(answer):
    """finds its layers and heads"""
    sizes = drawn()
    model = answer.Tower(sizes)
    wide, heads, _ = parts(model, sizes)
    for name, count, wanted in (("layers", len(wide), 2), ("heads", len(heads), 2)):
        if count < wanted:
            check.empty_parameters(model)  # says what holds them, where that can be told
            raise Mistake(
                f"Of the {wanted} {name} of Tower({sizes}), model.modules() finds {count}.",
                "A module finds what is kept as an attribute, and what is in an nn.ModuleList or nn.ModuleDict.",
            )


def test_all_numbers(answer):
    """finds every number that is to be trained"""
    sizes = drawn()
    model = answer.Tower(sizes)
    check.empty_parameters(model)
    wanted = sum(a * b + b for a, b in pairwise(sizes)) + 2 * (sizes[-1] + 1) + 1
    count = sum(p.numel() for p in model.parameters())
    if count == wanted - 1:
        raise Mistake(
            f"model.parameters() has {count} numbers, one too few.",
            "The scale is not among them. A tensor that asks for gradients is no parameter yet.",
            "Look at how self.scale is made.",
        )
    if count != wanted:
        raise Mistake(f"For Tower({sizes}) model.parameters() has {count} numbers, and it should have {wanted}.")
    if not all(p.requires_grad for p in model.parameters()):
        raise Mistake("One of the parameters has requires_grad=False, so training cannot change it.")


def test_computes_as_before(answer):
    """computes what it computed before"""
    sizes = drawn()
    model = answer.Tower(sizes)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn(p.shape))
    wide, heads, (scale,) = parts(model, sizes)
    x = torch.randn(5, sizes[0])
    result = model(x)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise Mistake("forward should give two tensors, as it did: the mean and the spread.")
    h = x
    for layer in sorted(wide, key=lambda layer: layer.in_features):
        h = F.relu(layer(h))
    first, second = (head(h) for head in heads)
    swapped = check.near(result[1], first, atol=1e-4)
    mean, spread = (second, first) if swapped else (first, second)
    if check.near(result[0], mean, atol=1e-4) and not check.near(scale, torch.ones(1)):
        raise Mistake("The mean is not multiplied by the scale.", "", "forward should compute as it did.")
    check.same(result[0].detach(), (mean * scale).detach(), "the mean")
    check.same(result[1].detach(), spread.detach(), "the spread")


def test_one_scale(answer):
    """begins with a scale of 1, and with other sizes works, too"""
    for sizes in ([3], [2, 5], [3, 4, 5, 6]):
        model = answer.Tower(sizes)
        wide, _, (scale,) = parts(model, sizes)
        check.same(scale.detach().reshape(1), torch.ones(1), "the scale at the beginning")
        if len(wide) != len(sizes) - 1:
            raise Mistake(f"Tower({sizes}) has {len(wide)} layers before its heads, and should have {len(sizes) - 1}.")
        mean, _ = model(torch.randn(4, sizes[0]))
        check.same(mean.detach(), mean.detach().reshape(4, 1), f"the mean of Tower({sizes})")


def test_trained(answer):
    """is trained by an optimizer in all its parts"""
    sizes = drawn()
    model = answer.Tower(sizes)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(0.1 + torch.rand(p.shape))  # no unit is dead
    before = check.snapshot(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    mean, spread = model(torch.rand(6, sizes[0]))
    (mean.sum() + spread.sum()).backward()
    optimizer.step()
    check.never_moved(before, model)


def test_saved(answer):
    """gives another one of its kind all that it has learned"""
    sizes = drawn()
    one, other = answer.Tower(sizes), answer.Tower(sizes)
    with torch.no_grad():
        for p in one.parameters():
            p.add_(torch.randn(p.shape))
    other.load_state_dict(one.state_dict())
    x = torch.randn(4, sizes[0])
    for seen, wanted in zip(other(x), one(x), strict=True):
        check.same(seen.detach(), wanted.detach(), "the output of the one that loaded")
