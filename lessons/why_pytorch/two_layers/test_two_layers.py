"""What the nine numbers must lead to, at the corners and near them. Whole numbers, so that nothing is rounded."""

import math
from fractions import Fraction
from itertools import product
from numbers import Real

import numpy as np
import torch

from tutor.check import Mistake, number

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
ONE = 100
"""Inputs are counted in hundredths."""
OFF = 10
"""How far they may be off."""


def plain(value):
    """Tensors and arrays as what they hold."""
    return value.tolist() if isinstance(value, torch.Tensor | np.ndarray) else value


def units(answer):
    """The three units, as tuples of three whole numbers: only the sign of a weighted sum counts, not its scale."""
    result = plain(answer.xor())
    if not isinstance(result, tuple | list) or len(result) != 3:
        raise Mistake(f"xor returns {result!r}, and it should return three units.")
    found = []
    for name, unit in zip(("first", "second", "output"), result, strict=True):
        unit = plain(unit)
        if not isinstance(unit, tuple | list) or len(unit) != 3:
            raise Mistake(f"{name} is {unit!r}, and a unit is three numbers: two weights and a bias.")
        values = [plain(value) for value in unit]
        for value in values:
            if not isinstance(value, Real) or not math.isfinite(value):
                raise Mistake(f"{name} is {tuple(values)!r}, and {value!r} in it is not a number.")
        found.append(whole([Fraction(str(float(value))) for value in values]))
    return found


def whole(values):
    """Fractions as whole numbers in the same proportions."""
    scale = math.lcm(*(value.denominator for value in values))
    return tuple(int(value * scale) for value in values)


def weighted_sum(unit, a, b, one=1):
    """Of inputs that are counted in parts of `one`."""
    return unit[0] * a + unit[1] * b + unit[2] * one


def says(unit, a, b, one=1):
    return 1 if weighted_sum(unit, a, b, one) > 0 else 0


def judge(found, corner, a, b):
    """Raise unless the output is right for a and b, in hundredths, which are at a corner or near it."""
    first, second, output = found
    hidden = says(first, a, b, ONE), says(second, a, b, ONE)
    said, wanted = says(output, *hidden), int(corner[0] != corner[1])
    if said == wanted:
        return
    lines = [[says(unit, *one) for one in CORNERS] for unit in (first, second)]
    means = ""
    if (a, b) != (ONE * corner[0], ONE * corner[1]):
        means = "The inputs may be up to 0.1 off. A border that lies close to a corner is on its wrong side then."
    elif lines[0] == lines[1]:
        means = "Both hidden units say the same at all four corners: it is the same line twice, so one layer."
    elif weighted_sum(output, *hidden) == 0:
        means = "The weighted sum of the output is 0 here: that is not above zero, so the unit outputs 0."
    elif 0 in (weighted_sum(first, a, b, ONE), weighted_sum(second, a, b, ONE)):
        means = "A hidden unit's weighted sum is 0 here, so its border runs through this corner."
    raise Mistake(
        f"For a = {number(a / ONE)}, b = {number(b / ONE)} the hidden units output {hidden[0]} and {hidden[1]}, and "
        f"the output unit {said}. It should output {wanted}.",
        means,
        "Work out the weighted sums at this corner, one unit after the other.",
    )


def test_corners(answer):
    """outputs xor at the four corners"""
    found = units(answer)
    for corner in CORNERS:
        judge(found, corner, ONE * corner[0], ONE * corner[1])


def test_near_the_corners(answer):
    """outputs xor for inputs that are a little off"""
    found = units(answer)
    for corner in CORNERS:
        for more, less in product(range(-OFF, OFF + 1), repeat=2):
            judge(found, corner, ONE * corner[0] + more, ONE * corner[1] + less)
