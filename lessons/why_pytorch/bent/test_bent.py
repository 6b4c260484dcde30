"""What a cascade of layers must be: its layers, a bend between each two, and none after the last.

Only the numbers of the layers are changed and the model is asked again, so it does not matter how it is written.
"""

import functools
from itertools import pairwise

import torch
from torch import nn

from tutor.check import Mistake

X = torch.linspace(-2, 2, 9).unsqueeze(1)


def made(answer, width, depth):
    """What cascade returns. Raise where something that is no layer was put among the layers."""
    try:
        return answer.cascade(width, depth)
    except TypeError as error:
        if "is not a Module subclass" in str(error):
            what = str(error).split(" is not")[0].rpartition(".")[2]
            if what in ("list", "tuple"):
                raise Mistake(
                    f"nn.Sequential was given a {what} of layers, and it takes the layers themselves.",
                    "A star hands over what is in a list, one by one: nn.Sequential(*layers).",
                ) from None
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


def model_of(answer, width, depth):
    """The learner's model, called once: a lazy layer gets its numbers by that."""
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
    said = asked(model, X)
    if not isinstance(said, torch.Tensor):
        raise Mistake(
            f"Called on x, the model returns {'None' if said is None else f'a {type(said).__name__}'}, and it should "
            "return a tensor.",
            "A forward that ends without a return statement gives None." if said is None else "",
        )
    return model


def asked(model, x):
    """What the model says to x."""
    with torch.no_grad():
        return model(x)


def linear_layers(model):
    """Its layers with a weight (outputs, inputs), in the order in which they are called, each as often as it is, and
    what the model says to X meanwhile."""
    layers = [one for one in model.modules() if getattr(getattr(one, "weight", None), "dim", int)() == 2]
    if isinstance(model, torch.jit.ScriptModule):
        return layers, asked(model, X)  # what is compiled calls no hooks
    called = []
    hooks = [layer.register_forward_pre_hook(lambda layer, _: called.append(layer)) for layer in layers]
    said = asked(model, X)
    for hook in hooks:
        hook.remove()
    return called, said


def count(layers):
    return "1 linear layer" if layers == 1 else f"{layers} linear layers"


def hidden_in_a_list(model):
    """The name of an attribute that is a plain list of layers, or ''."""
    for module in model.modules():
        for name, value in vars(module).items():
            values = value.values() if isinstance(value, dict) else value
            plain = not name.startswith("_") and isinstance(value, list | tuple | dict)
            if plain and any(isinstance(one, nn.Module) for one in values):
                return name
    return ""


@functools.cache
def built(answer, width, depth):
    """The learner's model and its linear layers, of which there are as many as asked for, in their sizes.

    Several checks look at one and the same: each gives the layers new numbers, and says in which mode the model is.
    """
    model = model_of(answer, width, depth)
    found, said = linear_layers(model)
    if len(found) != depth + 1:
        seen = f"With a depth of {depth}, x goes through {count(len(found))}, and there should be {depth + 1}: "
        if name := hidden_in_a_list(model):
            raise Mistake(
                f"The layers are in a plain {type_of(model, name)}, {name}, and the model does not know of them.",
                "Its parameters() has none of their numbers, so no optimizer would move them.",
                "nn.ModuleList and nn.Sequential are lists of layers that a model knows.",
            )
        raise Mistake(f"{seen}the hidden ones and the last.")
    if len({id(layer) for layer in found}) < len(found):
        raise Mistake(
            f"With a depth of {depth}, x goes through one and the same layer more than once.",
            "A layer is its numbers: wherever it stands, it has the same ones, and learns them once.",
            "Look at where the layers are made: each needs one of its own.",
        )
    sizes = [tuple(reversed(layer.weight.shape)) for layer in found]
    wanted = list(pairwise([1, *[width] * depth, 1]))
    if sizes != wanted:
        raise Mistake(f"The layers' sizes are {sizes}, and they should be {wanted}: (inputs, outputs) of each.")
    without = next((at for at, layer in enumerate(found, 1) if layer.bias is None), 0)
    if without:
        raise Mistake(f"The linear layer {without} of {depth + 1} has no bias, and an nn.Linear has one by default.")
    shape = tuple(said.shape)
    if shape != (9, 1):
        raise Mistake(f"For x of shape (9, 1) the guesses have the shape {shape}, and they should have (9, 1).")
    return model, found


def type_of(model, name):
    return next(type(vars(one)[name]).__name__ for one in model.modules() if name in vars(one))


def sizes():
    """Two widths and depths: the least, and one with layers in between at random."""
    return [(2, 1), (int(torch.randint(3, 9, ())), int(torch.randint(3, 5, ())))]


def spread_out(layers):
    """Give the layers numbers that are large and of both signs, to meet the bend of any activation."""
    with torch.no_grad():
        for layer in layers:
            signs = torch.ones_like(layer.bias)
            signs[::2] = -1
            signs = signs[:, None]
            layer.weight.copy_(2 * signs * (0.5 + torch.rand_like(layer.weight)) / layer.weight.shape[1] ** 0.5)
            layer.bias.copy_(torch.randn_like(layer.bias))


def off(one, other):
    """How far two outputs are apart, as a part of their size; a nan is infinitely far."""
    distance = (one - other).abs().max() / (1e-3 + other.abs().max())
    return float(distance.nan_to_num(torch.inf))


def mixed_up(model, before, after):
    """How far it matters that the outputs of one layer are mixed, if the next one undoes the mixing.

    With nothing between them it cannot matter: V (W x + b) is (V M⁻¹) (M W x + M b) for every M.
    """
    mixing = torch.linalg.qr(torch.randn(len(before.bias), len(before.bias), dtype=torch.float64)).Q
    kept = [one.detach().clone() for one in (before.weight, before.bias, after.weight)]
    said = asked(model, 3 * X)
    with torch.no_grad():
        before.weight.copy_((mixing @ kept[0].double()).float())
        before.bias.copy_((mixing @ kept[1].double()).float())
        after.weight.copy_((kept[2].double() @ mixing.T).float())
        mixed = asked(model, 3 * X)
        for one, numbers in zip((before.weight, before.bias, after.weight), kept, strict=True):
            one.copy_(numbers)
    return off(mixed, said)


def is_bent_between(model, layers, at):
    """Whether a bend is seen after the layer `at`, with new numbers in all of them."""
    spread_out(layers)
    return mixed_up(model, layers[at], layers[at + 1]) > 1e-3


def felt_by_others(model, before, after):
    """How far a change of one output of a layer is felt, if the next layer does not look at this output."""
    kept = before.weight.detach().clone(), before.bias.detach().clone(), after.weight.detach().clone()
    with torch.no_grad():
        after.weight[:, 0] = 0
        said = asked(model, X)
        before.weight[0] += 0.7
        before.bias[0] += 1.5
        now = asked(model, X)
        for one, numbers in zip((before.weight, before.bias, after.weight), kept, strict=True):
            one.copy_(numbers)
    return off(now, said)


def test_layers(answer):
    """has the hidden layers it is asked for, and one last"""
    for width, depth in [(4, 2), (1, 1), *sizes()]:
        built(answer, width, depth)


def test_last_layer(answer):
    """says any number: nothing comes after the last layer"""
    for width, depth in sizes():
        model, found = built(answer, width, depth)
        model.eval()
        spread_out(found)
        with torch.no_grad():
            said = asked(model, X)
            for by in (7.0, 300.0, -300.0):
                found[-1].bias.add_(by)
                now = asked(model, X)
                found[-1].bias.sub_(by)
                if not (now - said - by).abs().max() < 1e-3 * abs(by):
                    raise Mistake(
                        f"Something comes after the last layer: its output changed by {by:g}, and the guesses by "
                        f"{float((now - said).mean()):.3g}.",
                        "An activation at the end bounds what the model can say: tanh never says more than 1, ReLU "
                        "nothing below 0.",
                    )
            found[-1].weight.zero_()
            found[-1].bias.fill_(2.0)
            if not off(asked(model, X), torch.full((9, 1), 2.0)) < 1e-4:
                raise Mistake(
                    "With the weights of the last layer at 0 the model should say its bias, and it does not.",
                    "Something is added to what the last layer says, or made of it.",
                )


def test_no_hidden_layers(answer):
    """is a single linear layer with a depth of 0"""
    model, [layer] = built(answer, 4, 0)
    with torch.no_grad():
        layer.weight.fill_(3.0)
        layer.bias.fill_(-1.0)
    if not off(asked(model, X), 3 * X - 1) < 1e-4:
        raise Mistake(
            "With a depth of 0 the model is no straight line.",
            "There are no hidden layers then, so there is nothing for an activation to come after.",
        )


def test_each_number_by_itself(answer):
    """does to each number what it does to it alone"""
    for width, depth in sizes():
        model, found = built(answer, width, depth)
        model.eval()
        spread_out(found)
        for at in range(depth):
            if not felt_by_others(model, found[at], found[at + 1]) < 1e-4:
                raise Mistake(
                    f"What comes after the linear layer {at + 1} is no activation: it mixes the layer's outputs.",
                    "One of them was changed, and the others changed, too. An activation is applied to each number by "
                    "itself, as tanh is; softmax and the normalizations are not.",
                )
        if not off(asked(model, X[:3]), asked(model, X)[:3]) < 1e-4:
            raise Mistake(
                "What the model says of one x depends on which others are asked for with it.",
                "Something in it goes along the first dimension, that of the samples. An activation is applied to each "
                "number by itself.",
            )


def test_bends(answer):
    """has a bend between each layer and the next"""
    for width, depth in sizes():
        model, found = built(answer, width, depth)
        model.eval()
        for at in range(depth):
            if not any(is_bent_between(model, found, at) for _ in range(4)):
                raise Mistake(
                    f"There is no bend between the linear layers {at + 1} and {at + 2} (of {depth + 1}).",
                    "A linear function of a linear function is linear again: the two count as one layer.",
                    "Look at what comes after each hidden layer.",
                )


def test_training(answer):
    """says the same while it is trained"""
    for width, depth in sizes():
        model, found = built(answer, width, depth)
        spread_out(found)
        said = asked(model.eval(), X)
        model.train()
        if not max(off(asked(model, X), said) for _ in range(2)) < 1e-4:
            raise Mistake(
                "In training mode the model says something else than in evaluation mode.",
                "Dropout and batch normalization do that. An activation does the same in both.",
            )
