"""How many parameters a network of linear layers has."""

import math
from itertools import pairwise

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake


def draw(count):
    """Widths, all different, so that no mistake hides behind another."""
    return (2 + torch.randperm(40)[:count]).tolist()


def of(layers):
    """The numbers in the weights and biases of layers of these sizes."""
    return sum(n * m + m for n, m in layers)


def counted(answer, widths):
    """Raise unless the parameters are counted right; `widths` are what goes in, between, and out."""
    found = answer.count_parameters(list(widths))
    check.is_number(found, "The count")
    if isinstance(found, torch.Tensor) and not found.is_floating_point():
        found = found.item()
    layers = list(pairwise(widths))
    wanted = of(layers)
    if found == wanted and isinstance(found, int | np.integer):
        return
    if not isinstance(found, int | np.integer) or isinstance(found, bool):
        raise Mistake(
            f"The count is {found!r}, a {type(found).__name__}, and it should be a whole number, an int.",
            "A float has some 16 digits and counts no further. / makes one, // does not; .item() makes a number of a "
            "tensor.",
        )
    seen = f"For the widths {widths} you count {int(found):,}, and there are {wanted:,} parameters."
    if len(set(layers)) < len(layers) and found == of(set(layers)):
        raise Mistake(
            seen, "Layers of the same size are counted once. Each has parameters of its own, however many are alike."
        )
    weights = sum(n * m for n, m in layers)
    if found == weights:
        raise Mistake(seen, "Those are the weights alone. nn.Linear has biases, too.")
    if found == weights + sum(n for n, _ in layers):
        raise Mistake(
            seen, "You add a bias for each number that goes into a layer. There is one for each number that comes out."
        )
    if found == weights + sum(widths):
        raise Mistake(seen, "You add a bias for every width. The inputs have no bias: no layer makes them.")
    if found in (math.prod(widths), math.prod(widths) + sum(widths[1:]), math.prod(widths) + sum(widths)):
        raise Mistake(
            seen, "The product of all widths is in it. Each weight matrix lies between two widths and knows no others."
        )
    if found == of(layers[:1]):
        raise Mistake(seen, f"That is the first layer alone. There are {len(layers)}.", "Look at where the loop ends.")
    if found == of(layers[:2]):
        raise Mistake(seen, f"Those are the first two layers. There may be any number; here there are {len(layers)}.")
    if found == of(layers[:-1]):
        raise Mistake(seen, "The last layer is missing.", "Look at where the loop ends.")
    if found == weights + len(layers):
        raise Mistake(seen, "You add one bias for each layer. There is one for each number that comes out of it.")
    if found == sum(n * m + m for at, n in enumerate(widths) for m in widths[at + 1 :]):
        raise Mistake(seen, "Every two widths are counted as a layer. Only those that follow each other have one.")
    raise Mistake(seen, "A layer from n to m numbers has a weight of shape (m, n) and a bias of shape (m,).")


def test_one_layer(answer):
    """counts a single layer"""
    counted(answer, draw(2))


def test_hidden(answer):
    """counts a network with one hidden layer"""
    counted(answer, draw(3))


def test_deep(answer):
    """counts a network of many layers"""
    for count in (4, 5, 8, 20):
        counted(answer, draw(count))


def test_alike(answer):
    """counts layers of the same size each"""
    width, other = draw(2)
    for widths in ([width] * 4, [width, other, width, other], [other, width, width, width, 1], [1, 1, 1], [1, 1]):
        counted(answer, widths)
