"""What the nine numbers must lead to, at the corners and near them."""

import torch

from tutor.check import Mistake, number

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


def units(answer):
    """The three units, as tuples of three floats."""
    result = answer.xor()
    if isinstance(result, torch.Tensor):
        result = result.tolist()
    if not isinstance(result, tuple | list) or len(result) != 3:
        raise Mistake(f"xor returns {result!r}, and it should return three units.")
    result = [unit.tolist() if isinstance(unit, torch.Tensor) else unit for unit in result]
    for name, unit in zip(("first", "second", "output"), result, strict=True):
        if not isinstance(unit, tuple | list) or len(unit) != 3:
            raise Mistake(f"{name} is {unit!r}, and a unit is three numbers: two weights and a bias.")
    return [tuple(float(value) for value in unit) for unit in result]


def says(unit, a, b):
    return 1 if unit[0] * a + unit[1] * b + unit[2] > 0 else 0


def judge(answer, off):
    """Try each corner with inputs up to `off` away."""
    first, second, output = units(answer)
    lines = [[says(unit, a, b) for a, b in CORNERS] for unit in (first, second)]
    for corner in CORNERS:
        a, b = (value + off * (2 * torch.rand(()).item() - 1) for value in corner)
        hidden = says(first, a, b), says(second, a, b)
        said, wanted = says(output, *hidden), int(corner[0] != corner[1])
        if said == wanted:
            continue
        means = ""
        if off:
            means = "The inputs may be up to 0.1 off. A border that lies close to a corner is on its wrong side then."
        elif lines[0] == lines[1]:
            means = "Both hidden units say the same at all four corners: it is the same line twice, so one layer."
        raise Mistake(
            f"For a = {number(a)}, b = {number(b)} the hidden units say {hidden[0]} and {hidden[1]}, and the output "
            f"says {said}. It should say {wanted}.",
            means,
            "Work out the weighted sums at this corner, one unit after the other.",
        )


def test_corners(answer):
    """says xor at the four corners"""
    judge(answer, 0.0)


def test_near_the_corners(answer):
    """says xor for inputs that are a little off"""
    for _ in range(200):
        judge(answer, 0.1)
