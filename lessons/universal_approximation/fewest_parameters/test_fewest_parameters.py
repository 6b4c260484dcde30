"""The smallest width whose parameters are enough, against counting real layers."""

import functools

import torch
from torch import nn

from tutor.check import Mistake, counted


@functools.cache
def parameters(inputs, outputs, width):
    """Counted in real layers, that hold no numbers."""
    layers = nn.Linear(inputs, width, device="meta"), nn.Linear(width, outputs, device="meta")
    return sum(p.numel() for layer in layers for p in layer.parameters())


def enough(inputs, outputs, pairs):
    """By counting up; the parameters grow by the same number with each unit."""
    first = parameters(inputs, outputs, 1)
    each = parameters(inputs, outputs, 2) - first
    width = 1
    while first + (width - 1) * each < pairs * outputs:
        width += 1
    return width


def whole(low, high):
    return int(torch.randint(low, high, ()))


def said(answer, inputs, outputs, pairs):
    width = answer.fewest(inputs, outputs, pairs)
    if isinstance(width, bool) or not isinstance(width, int):
        what = "None" if width is None else f"{width!r}, a {type(width).__name__}"
        raise Mistake(f"fewest returns {what}, and it should return an int.", "A width is a whole number of units.")
    return width


def sizes(inputs, outputs, pairs):
    return f"{counted(inputs, 'input')}, {counted(outputs, 'output')} and {counted(pairs, 'pair')}"


def judge(answer, inputs, outputs, pairs, why=""):
    width, right = said(answer, inputs, outputs, pairs), enough(inputs, outputs, pairs)
    if width == right:
        return
    case = f"For {sizes(inputs, outputs, pairs)} you say {width}, and it should be {right}."
    if width < 1:
        raise Mistake(case, "A layer has at least one unit.")
    has, numbers = parameters(inputs, outputs, width), pairs * outputs
    than = "fewer" if has < numbers else "enough, but a smaller width is enough, too"
    stored = counted(numbers, "number")
    raise Mistake(case, f"With {counted(width, 'unit')} there are {has} parameters for {stored}: {than}.", why)


def without(inputs, outputs, numbers, first, last):
    """The width that a count without one of the biases leads to."""
    width = 1
    while width * (inputs + outputs + first) + last * outputs < numbers:
        width += 1
    return width


def clear(inputs, outputs, pairs):
    """Whether each wrong count leads to a width of its own."""
    right, numbers = enough(inputs, outputs, pairs), pairs * outputs
    wrong = {without(inputs, outputs, numbers, *b) for b in ((0, 0), (0, 1), (1, 0))}
    return right not in wrong


def test_int(answer):
    """returns an int"""
    said(answer, 8, 1, 100)


def test_counts(answer):
    """counts weights and biases of both layers"""
    found = 0
    while found < 6:
        inputs, outputs, pairs = whole(2, 9), 1, whole(40, 300)
        if not clear(inputs, outputs, pairs):
            continue
        found += 1
        width, numbers = said(answer, inputs, outputs, pairs), pairs * outputs
        right = enough(inputs, outputs, pairs)
        bare = without(inputs, outputs, numbers, 0, 0)
        if width == bare and bare != right:
            raise Mistake(
                f"For {inputs} inputs, 1 output and {pairs} pairs you say {width}, and it should be {right}.",
                f"It looks as if only the weights were counted: {width} · {inputs} + {width}.",
                "Both layers have biases, which are parameters too.",
            )
        judge(answer, inputs, outputs, pairs, "Look at what each hidden unit brings, and what is there without any.")


def test_outputs(answer):
    """stores every target"""
    for outputs in (2, 3, 7):
        inputs, pairs = whole(2, 9), whole(60, 200)
        width, right = said(answer, inputs, outputs, pairs), enough(inputs, outputs, pairs)
        one_each = max(1, -(-(pairs - outputs) // (inputs + 1 + outputs)))
        both = max(1, -(-(pairs * (inputs + outputs) - outputs) // (inputs + 1 + outputs)))
        if width != right and width == one_each:
            raise Mistake(
                f"For {outputs} outputs you store {pairs} numbers, one for each pair.",
                f"Every pair has {outputs} targets, so there are {pairs * outputs} numbers.",
            )
        if width != right and width == both:
            raise Mistake(
                f"You store the inputs, too: {pairs} · {inputs + outputs} numbers.",
                "Inputs are given when the network is asked. What it must know are the targets.",
            )
        judge(answer, inputs, outputs, pairs)


def test_rounding(answer):
    """takes the next whole width, where none fits exactly"""
    inputs, outputs, width = whole(2, 9), whole(1, 4), whole(3, 20)
    exact = width * (inputs + 1 + outputs) // outputs + 1  # about as many pairs as this width stores
    for pairs in range(max(2, exact - 4), exact + 5):
        judge(answer, inputs, outputs, pairs, "Where the parameters are as many as the numbers, the width is enough.")


def test_small(answer):
    """has at least one unit"""
    for outputs in (1, 3):
        judge(answer, whole(1, 9), outputs, 1)
    judge(answer, 8, 1, 2)


def test_large(answer):
    """is exact for very large numbers"""
    for inputs, outputs in ((6, 1), (5, 1), (8, 2)):
        each = inputs + 1 + outputs
        width = 10**17 + whole(0, 1000)
        for more in (0, 1):  # exactly enough, and one pair more
            pairs = (width * each + outputs) // outputs + more
            right = -(-(pairs * outputs - outputs) // each)
            seen = said(answer, inputs, outputs, pairs)
            if seen != right:
                raise Mistake(
                    f"For {sizes(inputs, outputs, pairs)} you say {seen}; it should be {right}.",
                    "A float has about 16 digits, and / gives a float.",
                )
