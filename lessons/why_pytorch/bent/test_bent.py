"""What a cascade of layers must be: its layers, a bend between each two, and none after the last."""

from itertools import pairwise

import torch
from torch import nn

from tutor.check import Mistake


def made(answer, width, depth):
    """What cascade returns. Raise where something that is no layer was put among the layers."""
    try:
        return answer.cascade(width, depth)
    except TypeError as error:
        if "is not a Module subclass" in str(error):
            what = str(error).split(" is not")[0].rpartition(".")[2]
            raise Mistake(
                f"{what} was put among the layers, and it is not a layer.",
                "nn.Tanh with no brackets is the class; nn.Tanh() makes a layer of it. torch.tanh is a function: it "
                "takes tensors, and nn.Sequential takes layers.",
            ) from None
        if "must be Tensor, not" in str(error):
            raise Mistake(
                "A function of torch was called on a layer, and it takes a tensor.",
                "While the model is built there are no numbers yet. The activation has to be a layer too, so that it "
                "runs when they come.",
            ) from None
        raise


def built(answer, width, depth):
    """The learner's model, in evaluation mode, and its linear layers in the order in which they are called."""
    model = made(answer, width, depth)
    if isinstance(model, list | tuple):
        raise Mistake(
            f"cascade returns a {type(model).__name__}, and it should return a model, an nn.Module.",
            "A list of layers can't be called. nn.Sequential makes one model of them.",
        )
    if not isinstance(model, nn.Module):
        kind = "None" if model is None else f"a {type(model).__name__}"
        end = "A function that ends without a return statement gives None." if model is None else ""
        raise Mistake(f"cascade returns {kind}, and it should return a model, an nn.Module.", end)
    model.eval()
    return model, list(passed(model, torch.linspace(-2, 2, 9).unsqueeze(1)))


def passed(model, x):
    """(layer, input, output) for each linear layer, as x goes through."""
    found = []
    layers = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    hooks = [
        layer.register_forward_hook(lambda layer, given, made: found.append((layer, given[0].clone(), made.clone())))
        for layer in layers
    ]
    with torch.no_grad():
        model(x)
    for hook in hooks:
        hook.remove()
    return found


def some_sizes():
    return int(torch.randint(3, 9, ())), int(torch.randint(2, 4, ()))


def judge_layers(answer, width, depth):
    model, found = built(answer, width, depth)
    if len(found) != depth + 1:
        raise Mistake(
            f"With a depth of {depth}, x goes through {len(found)} linear layers, and there should be {depth + 1}: "
            "the hidden ones and the last."
        )
    if len({id(layer) for layer, _, _ in found}) < len(found):
        raise Mistake(
            f"With a depth of {depth}, x goes through one and the same layer more than once.",
            "A layer is its numbers: wherever it stands, it has the same ones, and learns them once.",
            "Look at where the layers are made: each needs one of its own.",
        )
    sizes = [(layer.in_features, layer.out_features) for layer, _, _ in found]
    ends = [1, *[width] * depth, 1]
    wanted = list(pairwise(ends))
    if sizes != wanted:
        raise Mistake(f"The layers' sizes are {sizes}, and they should be {wanted}: (inputs, outputs) of each.")
    return model, found


def mixes(model, layer, after, x):
    """Whether a change of one output of `layer` alone is felt in other inputs of the layer `after`."""
    before = {id(one): given for one, given, _ in passed(model, x)}[id(after)]
    with torch.no_grad():
        layer.weight[0] += 0.5
    now = {id(one): given for one, given, _ in passed(model, x)}[id(after)]
    with torch.no_grad():
        layer.weight[0] -= 0.5
    return not torch.allclose(before[:, 1:], now[:, 1:], atol=1e-6)


def is_straight(given, made):
    """Whether `made` is a scaled and shifted `given`, element by element."""
    given, made = given.double(), made.double()
    ones = torch.stack([given.flatten(), torch.ones_like(given).flatten()], dim=1)
    best = torch.linalg.lstsq(ones, made.flatten().unsqueeze(1)).solution
    return bool(((ones @ best).flatten() - made.flatten()).abs().max() < 1e-5)


def test_layers(answer):
    """has the hidden layers it is asked for, and one last"""
    for depth in (2, 3):
        judge_layers(answer, 4, depth)
    judge_layers(answer, *some_sizes())


def test_no_hidden_layers(answer):
    """is a single linear layer with a depth of 0"""
    judge_layers(answer, 4, 0)


def test_bends(answer):
    """has a bend between each layer and the next"""
    for width, depth in ((5, 2), some_sizes()):
        model, found = judge_layers(answer, width, depth)
        for layer, _, _ in found:
            with torch.no_grad():  # large and of both signs, to meet the bend of any activation
                signs = torch.ones(layer.out_features, 1)
                signs[::2] = -1
                layer.weight.copy_(2 * signs * (0.5 + torch.rand_like(layer.weight)) / layer.in_features**0.5)
        found = passed(model, torch.linspace(-2, 2, 9).unsqueeze(1))
        for at in range(depth):
            if is_straight(found[at][2], found[at + 1][1]):
                raise Mistake(
                    f"There is no bend between the linear layers {at + 1} and {at + 2} (of {depth + 1}).",
                    "A linear function of a linear function is linear again: the two count as one layer.",
                    "Look at what comes after each hidden layer.",
                )
            if mixes(model, found[at][0], found[at + 1][0], torch.linspace(-2, 2, 9).unsqueeze(1)):
                raise Mistake(
                    f"What comes after the linear layer {at + 1} is no activation: it mixes the layer's outputs.",
                    "One of them was changed, and the others changed, too. An activation is applied to each number by "
                    "itself, as tanh is; softmax and the normalisations are not.",
                )


def test_last_layer(answer):
    """says any number: nothing comes after the last layer"""
    for width, depth in ((5, 2), some_sizes()):
        model, found = judge_layers(answer, width, depth)
        with torch.no_grad():
            found[-1][0].bias.add_(7.0)
            said = model(torch.linspace(-2, 2, 9).unsqueeze(1))
        if said.shape != (9, 1) or not torch.allclose(said, found[-1][2] + 7, atol=1e-4):
            raise Mistake(
                "Something comes after the last layer: its output went up by 7, and the model's guesses did not.",
                "An activation at the end bounds what the model can say; tanh never says more than 1.",
            )
