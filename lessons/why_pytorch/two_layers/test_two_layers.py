"""What the nine numbers must lead to, at the corners and near them. Fractions, so that nothing is rounded."""

import math
from fractions import Fraction
from itertools import product
from numbers import Real

import numpy as np
import torch

from tutor.check import Mistake, number

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
OFF = Fraction(1, 10)
"""How far the inputs may be off."""
STEPS = 20
"""From one end of what an input may be to the other."""


def plain(value):
    """Tensors and arrays as what they hold."""
    return value.tolist() if isinstance(value, torch.Tensor | np.ndarray) else value


def units(answer):
    """The three units, as tuples of three fractions."""
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
        found.append(tuple(Fraction(str(float(value))) for value in values))
    return found


def says(unit, a, b):
    return 1 if unit[0] * a + unit[1] * b + unit[2] > 0 else 0


def in_words(value):
    return number(float(value))


def judge(found, corner, a, b):
    """Raise unless the output is right for a and b, which are at a corner or near it."""
    first, second, output = found
    hidden = says(first, a, b), says(second, a, b)
    said, wanted = says(output, *hidden), int(corner[0] != corner[1])
    if said == wanted:
        return
    lines = [[says(unit, *one) for one in CORNERS] for unit in (first, second)]
    means = ""
    if (a, b) != corner:
        means = "The inputs may be up to 0.1 off. A border that lies close to a corner is on its wrong side then."
    elif lines[0] == lines[1]:
        means = "Both hidden units say the same at all four corners: it is the same line twice, so one layer."
    elif output[0] * hidden[0] + output[1] * hidden[1] + output[2] == 0:
        means = "The weighted sum of the output is 0 here: that is not above zero, so the unit outputs 0."
    elif 0 in (first[0] * a + first[1] * b + first[2], second[0] * a + second[1] * b + second[2]):
        means = "A hidden unit's weighted sum is 0 here, so its border runs through this corner."
    raise Mistake(
        f"For a = {in_words(a)}, b = {in_words(b)} the hidden units output {hidden[0]} and {hidden[1]}, and the output "
        f"unit {said}. It should output {wanted}.",
        means,
        "Work out the weighted sums at this corner, one unit after the other.",
    )


def test_corners(answer):
    """outputs xor at the four corners"""
    found = units(answer)
    for corner in CORNERS:
        judge(found, corner, *corner)


def test_near_the_corners(answer):
    """outputs xor for inputs that are a little off"""
    found = units(answer)
    steps = [OFF * (2 * Fraction(k, STEPS) - 1) for k in range(STEPS + 1)]
    for corner in CORNERS:
        for more, less in product(steps, repeat=2):
            judge(found, corner, corner[0] + more, corner[1] + less)
