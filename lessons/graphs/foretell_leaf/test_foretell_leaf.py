"""What autograd makes of a sum, foretold from its operands."""

from itertools import product

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake


def data():
    return torch.rand(())


def parameter():
    return torch.rand(()).requires_grad_()


def made():
    """A result that requires a gradient, and so is no leaf."""
    return parameter() * 2


CASES = {
    "parameters only": (parameter, parameter),
    "data only": (data, data, data),
    "data, then a parameter": (data, data, parameter),
    "a parameter, then data": (parameter, data),
    "data, then a recorded result": (data, made),
}
KINDS = {data: "data", parameter: "a parameter", made: "a recorded result"}
CASES |= {", ".join(KINDS[make] for make in makes): makes for n in (2, 3) for makes in product(KINDS, repeat=n)}
CASES |= {"seven of data, then a parameter": (data,) * 7 + (parameter,), "eight of data": (data,) * 8}


def plain(value):
    """A truth value of NumPy or torch as one of Python; anything else as it is."""
    if isinstance(value, torch.Tensor) and value.shape == () and value.dtype == torch.bool:
        return value.item()
    return bool(value) if isinstance(value, np.bool_) else value


def foretold(answer, case):
    """The two answers for a case, and what came true."""
    operands = [make() for make in CASES[case]]
    said = answer.foretell(operands)
    if isinstance(said, tuple | list):
        said = tuple(plain(one) for one in said)
    if not isinstance(said, tuple | list) or len(said) != 2 or not all(isinstance(one, bool) for one in said):
        raise Mistake(
            f"foretell returns {said!r}, and it should return two truth values.",
            "Each is True or False: whether the sum requires a gradient, and whether it is a leaf.",
        )
    total = sum(operands[1:], operands[0])
    return said, (total.requires_grad, total.is_leaf)


def test_requires_grad(answer):
    """says whether the sum requires a gradient"""
    for case in CASES:
        (said, _), (true, _) = foretold(answer, case)
        if said == true:
            continue
        if true:
            raise Mistake(
                f"For {case}, you say that the sum requires no gradient. It does.",
                "An operation is recorded as soon as any of its operands requires a gradient: one is enough.",
            )
        raise Mistake(
            f"For {case}, you say that the sum requires a gradient. It does not.",
            "None of these operands requires one. They are leaves, but leaves alone do not make a sum that requires a "
            "gradient: x and y of the lesson are leaves, too.",
        )


def test_leaf(answer):
    """says whether the sum is a leaf"""
    for case in CASES:
        (_, said), (_, true) = foretold(answer, case)
        if said == true:
            continue
        if true:
            raise Mistake(
                f"For {case}, you say that the sum is no leaf. It is a leaf.",
                "An operation made it, but that operation was not recorded, since none of its operands requires a "
                "gradient. So the sum has no grad_fn.",
            )
        raise Mistake(
            f"For {case}, you say that the sum is a leaf. It is no leaf.",
            "A recorded operation made it; it has a grad_fn.",
        )


def test_operands_are_left_alone(answer):
    """leaves the operands as they were"""
    operands = [data(), parameter()]
    before = [one.detach().clone() for one in operands]
    answer.foretell(operands)
    for one, old in zip(operands, before, strict=True):
        check.changed(old, one.detach(), "an operand")
    if [one.requires_grad for one in operands] != [False, True]:
        raise Mistake("Your code changed requires_grad of an operand.", "It should only look at it.")
