"""An initialization that keeps signals alive, for any activation."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number

GAINS = {"ReLU": (F.relu, 2**0.5), "tanh": (torch.tanh, 1.5925), "no activation": (lambda z: z, 1.0)}


def test_gain(answer):
    """measures the gain of an activation"""
    for name, (f, wanted) in GAINS.items():
        found = answer.gain(f)
        check.is_number(found, f"gain of {name}")
        if isinstance(found, torch.Tensor):
            raise Mistake("gain returns a tensor, and it should return a Python number.", "", "See .item().")
        found = float(found)
        reasons = {
            1 / wanted: "That is the root itself. The gain makes up for it: 1 / root.",
            wanted**2: "That is 1 / the mean square: the root is missing.",
            1 / wanted**2: "That is the mean square. The gain is 1 / its root.",
        }
        if not abs(found / wanted - 1) < 0.04:
            why = next((text for value, text in reasons.items() if abs(found / value - 1) < 0.04), "")
            if name == "ReLU" and abs(found - 1.713) < 0.06:
                why = "That is 1 / the standard deviation of f(z), which leaves its mean out."
                if abs(float(answer.gain(GAINS["no activation"][0])) - 3**0.5) < 0.06:
                    why = "z seems to be from torch.rand, evenly between 0 and 1. torch.randn is standard normal."
            if name == "ReLU" and abs(found - (2 * torch.pi) ** 0.5) < 0.06:
                why = "That is 1 / the mean of f(z). Square first, then take the mean, then the root."
            raise Mistake(f"gain of {name} is {number(found)}, and it should be about {number(wanted)}.", why)


def test_any_activation(answer):
    """measures it for any function"""
    scale = 0.3 + float(torch.rand(()))
    for f, wanted in ((lambda z: scale * z, 1 / scale), (lambda z: scale + 0 * z, 1 / scale)):
        found = float(answer.gain(f))
        if not abs(found * scale - 1) < 0.04:
            raise Mistake(
                f"For a function of which the mean of f(z)² is {number(scale**2)}, gain is {number(found)}; it should "
                f"be {number(wanted)}.",
                "It has to be measured for the f that is given: f may be any function of a tensor.",
            )


def test_spread(answer):
    """draws weights with the right spread"""
    layer = nn.Linear(100, 300)
    nn.init.constant_(layer.bias, 1.0)
    nn.init.constant_(layer.weight, 1.0)  # what is made of the old numbers shows
    answer.initialize(layer, F.relu)
    weight = layer.weight.detach()
    std, mean, wanted = weight.std().item(), weight.mean().item(), 2**0.5 / 10
    if (weight == 1).all():
        raise Mistake(
            "The weights of a model that is itself one nn.Linear are as they were.",
            "model.modules() goes through the model itself, too; children() does not.",
        )
    if not weight.isfinite().all() or std == 0:
        raise Mistake(
            "All weights were 1 before, and now they are equal again, or not finite.",
            "They seem to be made of the old ones. Draw them anew.",
        )
    if (weight == weight[:1]).all() or (weight == weight[:, :1]).all():
        raise Mistake(
            "All rows, or all columns, of the weights are the same.",
            "Each of the 300 · 100 weights is drawn for itself.",
        )
    if abs(mean) > 0.1 * std:
        raise Mistake(f"The mean of the weights is {number(mean)}, and it should be 0.")
    if not abs(std / wanted - 1) < 0.07:
        reasons = {
            2**0.5: "That is the gain itself; it is still to be divided by √in_features.",
            2**0.5 / 300**0.5: "It was divided by √out_features. It is the inputs that add up.",
            2**0.5 / 100: "It was divided by in_features, and it should be by their root.",
            0.1: "That is 1 / √in_features, without the gain.",
        }
        why = next((text for value, text in reasons.items() if abs(std / value - 1) < 0.07), "")
        raise Mistake(
            f"With 100 inputs and ReLU the standard deviation of the weights is {number(std)}, and it should be "
            f"{number(wanted)}.",
            why,
        )
    check.same(layer.bias.detach(), torch.zeros(300), "the bias")
    scale = 2 + float(torch.rand(()))
    answer.initialize(layer, lambda z: scale * z)
    std, wanted = layer.weight.detach().std().item(), 0.1 / scale
    if not abs(std / wanted - 1) < 0.09:
        raise Mistake(
            f"With f(z) = {number(scale)} · z and 100 inputs the standard deviation of the weights is {number(std)}, "
            f"and it should be {number(wanted)}.",
            "The same spread as for ReLU does not do: it rests on gain(f), for the f that initialize is given."
            if abs(std * 10 / 2**0.5 - 1) < 0.07
            else "It is gain(f) / √in_features.",
        )


def test_every_layer(answer):
    """finds every linear layer, and only these"""
    inner = nn.Sequential(nn.Linear(40, 50, bias=False), nn.LayerNorm(50), nn.Tanh())
    model = nn.Sequential(nn.Linear(30, 40), nn.ModuleDict({"deep": inner}), nn.Conv1d(2, 3, 4))
    before = check.snapshot(model)
    answer.initialize(model, torch.tanh)
    now = dict(model.named_parameters())
    for name, old in before.items():
        linear = name in ("0.weight", "0.bias", "1.deep.0.weight")
        if linear and torch.equal(now[name].detach(), old):
            raise Mistake(f"{name} is as it was.", "It belongs to an nn.Linear. Some of them lie within other modules.")
        if not linear and not torch.equal(now[name].detach(), old):
            raise Mistake(f"{name} was changed.", "It belongs to no nn.Linear.", "Look at which modules you change.")
    if torch.equal(now["0.weight"][:, :30], now["1.deep.0.weight"][:40, :30]):
        raise Mistake("Two layers have the same weights.", "They should be drawn anew for each layer.")


def test_in_place(answer):
    """changes the parameters in place"""
    model = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 2))
    held = list(model.parameters())
    answer.initialize(model, F.relu)
    if any(one is not other for one, other in zip(held, model.parameters(), strict=True)):
        raise Mistake(
            "The model has other parameters than before.",
            "An optimizer that was made before still holds the old ones, and would train those.",
            "Change the numbers in the parameters, not the parameters.",
        )
    if not all(p.requires_grad and p.is_leaf for p in held):
        raise Mistake("The parameters do not ask for gradients any more.", "", "Look at what is done to them.")


def test_thirty_layers(answer):
    """keeps signals alive through thirty layers"""
    for name in ("ReLU", "tanh"):
        f = GAINS[name][0]
        layers = [nn.Linear(128, 128) for _ in range(30)]
        answer.initialize(nn.Sequential(*layers), f)
        h = torch.randn(32, 128)
        with torch.no_grad():
            for layer in layers:
                h = f(layer(h))
        size = h.square().mean().sqrt().item()
        if not 0.02 < size < 20:
            raise Mistake(f"After thirty layers with {name} the root mean square of the signals is {number(size)}.")
