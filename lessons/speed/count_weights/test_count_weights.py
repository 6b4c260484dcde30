"""How many parameters a network of linear layers has, against the layers themselves."""

import math
from itertools import pairwise

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake


def draw(count):
    """Widths, all different, so that no mistake hides behind another."""
    return (2 + torch.randperm(40)[:count]).tolist()


def of(layers):
    return sum(n * m + m for n, m in layers)


def counted(answer, widths):
    """Raise unless the parameters are counted right; `widths` are what goes in, between, and out."""
    found = answer.count_parameters(list(widths))
    check.is_number(found, "The count")
    layers = list(pairwise(widths))
    with torch.device("meta"):
        wanted = sum(p.numel() for n, m in layers for p in nn.Linear(n, m).parameters())
    if found == wanted:
        return
    seen = f"For the widths {widths} you count {int(found):,}, and there are {wanted:,} parameters."
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
        raise Mistake(seen, "The last layer is missing.", "Look at how often the loop goes round.")
    raise Mistake(seen, "A layer from n to m numbers has a weight of shape (m, n) and a bias of shape (m,).")


def test_one_layer(answer):
    """counts a single layer"""
    counted(answer, draw(2))


def test_hidden(answer):
    """counts a network with one hidden layer"""
    counted(answer, draw(3))


def test_deep(answer):
    """counts a network of many layers"""
    counted(answer, draw(int(torch.randint(5, 8, ()))))


def test_widths_are_left_alone(answer):
    """leaves the list of widths as it was"""
    widths = draw(4)
    given = list(widths)
    answer.count_parameters(given)
    if given != widths:
        raise Mistake(f"The widths were {widths}, and now they are {given}.", "Whoever called you may need them again.")
