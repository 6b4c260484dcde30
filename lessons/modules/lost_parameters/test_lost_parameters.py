"""The repaired tower, however it keeps its parts."""

from itertools import pairwise, permutations

import torch
import torch.nn.functional as F

from tutor import check
from tutor.check import Mistake


def drawn():
    return [int(torch.randint(3, 6, ())), int(torch.randint(6, 9, ())), int(torch.randint(9, 12, ()))]


def shaped(model, *shape):
    """Its parameters of this shape, however it keeps them."""
    return [p for p in model.parameters() if p.shape == shape]


def single(model):
    """Its parameters of one number that are no head's weights: the heads' biases and the scale."""
    return [p for p in model.parameters() if p.numel() == 1 and p.dim() < 2]


def outputs(model, sizes, x):
    """Mean before the scale, scale and spread, for each way in which its parameters may be the heads' and the scale."""
    h = x
    for a, b in pairwise(sizes):
        (weight,), (bias,) = shaped(model, b, a), shaped(model, b)
        h = F.relu(F.linear(h, weight, bias))
    for heads in permutations(shaped(model, 1, sizes[-1])):
        for first, second, scale in permutations(single(model)):
            mean, spread = (
                F.linear(h, weight, bias.reshape(1)) for weight, bias in zip(heads, (first, second), strict=True)
            )
            yield mean, scale, spread


def test_layers(answer):
    """finds its layers and heads"""
    sizes = drawn()
    model = answer.Tower(sizes)
    layers = sum(len(shaped(model, b, a)) for a, b in pairwise(sizes))
    for name, count in (("layers", layers), ("heads", len(shaped(model, 1, sizes[-1])))):
        if count < 2:
            check.empty_parameters(model)  # says what holds them, where that can be told
            raise Mistake(
                f"Of the 2 {name} of Tower({sizes}), model.parameters() finds the weights of {count}.",
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
    x = torch.randn(5, sizes[0])
    result = model(x)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise Mistake("forward should give two tensors, as it did: the mean and the spread.")
    ways = list(outputs(model, sizes, x))
    for mean, scale, spread in ways:
        if check.near(result[0], mean * scale, atol=1e-4) and check.near(result[1], spread, atol=1e-4):
            return
    for mean, scale, spread in ways:
        if check.near(result[0], mean, atol=1e-4) and check.near(result[1], spread * scale, atol=1e-4):
            raise Mistake("The scale multiplies the spread.", "", "forward should compute as it did.")
    for mean, scale, _ in ways:
        if check.near(result[0], mean, atol=1e-4) and not check.near(scale, torch.ones(1)):
            raise Mistake("The mean is not multiplied by the scale.", "", "forward should compute as it did.")
    mean, scale, spread = ways[0]
    check.same(result[0].detach(), (mean * scale).detach(), "the mean")
    check.same(result[1].detach(), spread.detach(), "the spread")


def test_one_scale(answer):
    """begins with a scale of 1, and with other sizes works, too"""
    for sizes in ([3], [2, 5], [3, 4, 5, 6]):
        model = answer.Tower(sizes)
        if not any(check.near(one.detach().reshape(1), torch.ones(1)) for one in single(model)):
            raise Mistake(
                "In a new Tower no parameter of a single number is 1.",
                "The scale is to be 1 at the beginning, as it was.",
                "Look at how self.scale is made.",
            )
        layers = sum(bool(shaped(model, b, a)) for a, b in pairwise(sizes))
        if layers != len(sizes) - 1:
            raise Mistake(f"Tower({sizes}) has {layers} layers before its heads, and should have {len(sizes) - 1}.")
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
