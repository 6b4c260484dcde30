"""What broadcasting makes of two shapes: predicted by the answer, then done by torch."""

import functools
import itertools
import sys
from collections.abc import Iterator
from numbers import Integral
from pathlib import Path

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake

LIBRARIES = {"torch": str(Path(torch.__file__).parent), "NumPy": str(Path(np.__file__).parent)}


def lengths(count):
    """Different lengths, none of them 1."""
    return [int(length) for length in 2 + torch.randperm(6)[:count]]


@functools.cache
def shape_of_sum(a, b):
    """As torch has it; None where it raises an error."""
    try:
        return tuple((torch.empty(a) + torch.empty(b)).shape)
    except RuntimeError:
        return None


def foretold(answer, one, other):
    """What the answer says. Raise where a number was taken for a tuple."""
    try:
        return answer.foretell(one, other)
    except TypeError as error:
        if "'int' and 'tuple'" not in str(error) and '(not "int") to tuple' not in str(error):
            raise
        raise Mistake(
            "A number and a tuple were to be joined by +.",
            "(1) is the number 1 in brackets. It is the comma that makes a tuple, also of a single number.",
        ) from None


def judge(answer, a, b, why):
    """Raise unless the shape that was foretold is what comes out, whichever of the two comes first."""
    for one, other in ((a, b), (b, a)):
        said = foretold(answer, one, other)
        comes = shape_of_sum(one, other)
        if said == comes and (said is None or (type(said) is tuple and all(type(length) is int for length in said))):
            continue
        if isinstance(said, list | torch.Size):
            said = tuple(said)
        if isinstance(said, Iterator):
            raise Mistake(
                f"For {one} and {other} foretell returns a {type(said).__name__}, and it should be {comes}.",
                "It could make numbers, and none has been made yet. tuple(…) makes a tuple of them.",
            )
        if said is not None and not isinstance(said, tuple):
            raise Mistake(f"For {one} and {other} foretell returns {said!r}.", f"It should be {comes}.")
        for length in said or ():
            if not isinstance(length, Integral) or isinstance(length, bool | np.bool_):
                raise Mistake(
                    f"For {one} and {other} foretell returns {said!r}, and {length!r} in it is no whole number.",
                    "A shape is a tuple of whole numbers.",
                )
        if said != comes:
            if said is not None and comes is not None and said == comes[::-1]:
                why = "The lengths are right, and the wrong way round: from the right is how they are compared."
            elif said is not None and comes is not None and len(said) < max(len(one), len(other)):
                why = f"A sum has as many dimensions as the longer of the two shapes. {why}"
            happens = f"their sum has the shape {comes}" if comes is not None else "torch raises an error"
            raise Mistake(f"For {one} and {other} you predict {said}; {happens}.", why)


def test_equal(answer):
    """knows that equal shapes stay as they are"""
    for count in (1, 2, 3):
        shape = tuple(lengths(count))
        judge(answer, shape, shape, "Where the lengths are equal, that is the length of the result.")


def test_ones(answer):
    """stretches a length of 1, on either side"""
    m, n, k = lengths(3)
    why = "A length of 1 is stretched to the other one, whichever of the two shapes it is in."
    judge(answer, (m, 1), (m, n), why)
    judge(answer, (m, 1), (1, n), why)
    judge(answer, (m, 1, k), (1, n, 1), why)
    judge(answer, (1, 1), (1, 1), "Two ones stay one.")


def test_missing(answer):
    """lines the shapes up from the right"""
    m, n, k = lengths(3)
    why = "Shapes are laid over one another from the right, so what is missing is missing on the left, and counts as 1."
    judge(answer, (m, n), (n,), why)
    judge(answer, (m, 1), (n,), why)
    judge(answer, (k, m, n), (m, 1), why)


def test_numbers(answer):
    """lets a single number, of shape (), meet anything"""
    m, n = lengths(2)
    why = "The shape () has no lengths at all: all of them are missing, so it stretches to the other."
    judge(answer, (m, n), (), why)
    judge(answer, (), (), why)


def test_clashes(answer):
    """says None where two lengths clash"""
    m, n, k = lengths(3)
    why = "Two lengths that differ clash, where neither is 1."
    judge(answer, (m, n), (m, k), why)
    judge(answer, (m, n), (k, n), why)
    judge(
        answer, (m, n), (m,), f"From the right, {n} stands over {m}: that is a clash, though the first lengths agree."
    )
    judge(answer, (2, 3), (4, 3), f"{why} That one is a multiple of the other does not help.")


def test_empty(answer):
    """treats a length of 0 as any other"""
    m = lengths(1)[0]
    judge(answer, (m, 0), (m, 1), "1 is stretched to 0, too: the larger of the two is not always the result.")
    judge(answer, (m, 0), (m, 2), "0 and 2 differ, and neither is 1.")


def called_from(answer, *shapes):
    """The name of a library of which the answer calls something, and of what; or two empty texts."""
    found = []

    def look(frame, event, called):
        if event == "c_call" and frame.f_code.co_filename == answer.__file__:
            owner = getattr(called, "__module__", None) or type(getattr(called, "__self__", None)).__module__
            library = {"torch": "torch", "numpy": "NumPy"}.get(owner.partition(".")[0])
            if library is not None:
                found.append((library, called.__name__))
        elif event == "call" and frame.f_back is not None and frame.f_back.f_code.co_filename == answer.__file__:
            for library, folder in LIBRARIES.items():
                if frame.f_code.co_filename.startswith(folder):
                    found.append((library, frame.f_code.co_name))

    before = sys.getprofile()
    with check.recorded() as record:
        sys.setprofile(look)
        try:
            foretold(answer, *shapes)
        finally:
            sys.setprofile(before)
    if record.calls:
        return "torch", record.calls[0].name
    return found[0] if found else ("", "")


def test_by_itself(answer):
    """says it from the lengths alone, without torch and NumPy"""
    m, n = lengths(2)
    for one, other in [((m, 1), (m, n)), ((m, n), (n,)), ((m,), (n,)), ((), (m, 1))]:
        library, name = called_from(answer, one, other)
        if library:
            raise Mistake(
                f"foretell called {library} ({name}).",
                "It should say beforehand what torch will do, from the lengths alone.",
                "Write the rule in plain Python.",
            )


def test_all(answer):
    """is right for every two shapes of a few short lengths"""
    shapes = [shape for dims in range(3) for shape in itertools.product(range(4), repeat=dims)]
    shapes += [(1, 1, 2), (2, 1, 1), (1, 2, 1), (2, 2, 2), (0, 1, 2), (1, 2, 0)]
    for one, other in itertools.combinations_with_replacement(shapes, 2):
        judge(answer, one, other, "From the right: equal, or one of them 1 or missing, or they clash.")
    for _ in range(20):
        long = [int(length) for length in torch.randint(0, 4, (6,))]
        judge(answer, tuple(long), tuple(1 if torch.rand(()) < 0.5 else length for length in long[2:]), "")
