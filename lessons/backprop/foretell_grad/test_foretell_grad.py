"""What six short programs leave in w.grad: run, and compared with what was foretold."""

import math

import torch

from tutor import check
from tutor.check import Mistake, number


def twice(w):
    (w**2).backward()
    (w**2).backward()


def half_cut(w):
    (w * w.detach()).backward()


def unrecorded(w):
    with torch.no_grad():
        loss = w**2
    loss.backward()


def thrown_away(w):
    (w**3).backward()
    w.grad = None
    (5 * w).backward()


def changed_exp(w):
    h = torch.exp(w)
    h += 1
    h.backward()


def changed_sin(w):
    h = torch.sin(w)
    h += 1
    h.backward()


PROGRAMS = {"A": twice, "B": half_cut, "C": unrecorded, "D": thrown_away, "E": changed_exp, "F": changed_sin}
WRONG = {
    "A": (
        (lambda w: 2 * w, "That is one backward(). The second one adds to what the first has left."),
        (lambda w: 2 * w**2, "The derivative of w² is 2w; w itself appears once."),
        (lambda w: 4 * w**2, "The derivative of w² is 2w; w itself appears once."),
    ),
    "B": (
        (lambda w: 2 * w, "That would be w·w with both paths. The detached factor has no path back to w."),
        (lambda w: 0 * w, "Only one factor is detached. The other one still has its path."),
        (lambda w: w / w, "The other factor is the local derivative: as a number, the detached w is still w."),
    ),
    "C": (),
    "D": (
        (lambda w: 3 * w**2 + 5, "The first gradient was thrown away: w.grad was set to None in between."),
        (lambda w: 3 * w**2, "That is the first gradient. It was thrown away before the second backward()."),
        (lambda w: 5 * w, "The derivative of 5w by w is the factor alone."),
    ),
    "E": (
        (math.exp, "So it would be, without the change. But exp has saved its own result as its derivative."),
        (lambda w: math.exp(w) + 1, "That would be the changed h. Autograd does not compute with it: it notices."),
    ),
    "F": (
        (lambda w: math.cos(w) + 1, "Adding 1 does not change the slope."),
        (lambda w: math.sin(w) + 1, "That is the new h. The gradient is the derivative of the sine."),
        (lambda w: math.sin(w), "That is h before the change. The gradient is the derivative of the sine."),
        (lambda w: -math.cos(w), "The derivative of the sine is the cosine, with a plus."),
    ),
}
NO_ERROR = {
    "A": "Each backward() walks a graph of its own: w² is computed anew.",
    "B": "The product has a path to w, through the factor that is not detached.",
    "D": "Each backward() walks a graph of its own, and None in .grad is where one begins.",
    "F": "sin has saved what went in, w, and that was not changed.",
}


def truth(name, value):
    """What the program leaves in w.grad, or 'error'."""
    w = torch.tensor(value, dtype=torch.float64, requires_grad=True)
    try:
        PROGRAMS[name](w)
    except RuntimeError:
        return "error"
    return w.grad.item()


def foretold(answer, name, value):
    said = answer.foretell(value)
    if said is None:
        check.is_number(said, "The result")  # says what a missing return is
    if not isinstance(said, dict) or name not in said:
        raise Mistake(f"foretell returns no answer for {name}. It should return a dict with the keys A to F.")
    one = said[name]
    if one is ...:
        raise Mistake(f"{name} is still three dots.")
    if isinstance(one, str):
        if one.strip().lower() != "error":
            raise Mistake(f'For {name} you say {one!r}. It should be a number computed from w, or "error".')
        return "error"
    if one is None:
        raise Mistake(
            f"For {name} you say None. A backward() that comes through leaves a number in .grad.",
            'Where it has nowhere to go back to, it does not leave None in silence: it ends in an error, "error" here.',
        )
    if isinstance(one, torch.Tensor):
        one = one.item()
    check.is_number(one, name)
    return float(one)


def judge(answer, name):
    value = round(0.4 + 0.5 * torch.rand(()).item(), 3)
    said, true = foretold(answer, name, value), truth(name, value)
    if said == true:
        return
    if true == "error":
        means = "Under no_grad nothing was recorded, so L has no graph to walk." if name == "C" else ""
        for wrong, words in WRONG[name]:
            means = words if alike(said, wrong(value)) else means
        raise Mistake(
            f"For {name} with w = {value} you say {number(said)}. The program ends in an error.",
            means or "The result that exp has saved was changed in place. Autograd notices, and refuses.",
        )
    if said == "error":
        raise Mistake(
            f"For {name} you say that it ends in an error. It runs, and leaves {number(true)} for w = {value}.",
            NO_ERROR[name],
        )
    if not alike(said, true):
        found = (words for wrong, words in WRONG[name] if alike(said, wrong(value)))
        raise Mistake(f"For {name} with w = {value} you say {number(said)}. It leaves {number(true)}.", next(found, ""))


def alike(one, other):
    return isinstance(one, float) and abs(one - other) <= 1e-3 * max(1, abs(other))


def test_twice(answer):
    """A: the same gradient twice"""
    judge(answer, "A")


def test_half_cut(answer):
    """B: one factor detached"""
    judge(answer, "B")


def test_unrecorded(answer):
    """C: computed under no_grad"""
    judge(answer, "C")


def test_thrown_away(answer):
    """D: cleared in between"""
    judge(answer, "D")


def test_exp(answer):
    """E: exp, changed in place"""
    judge(answer, "E")


def test_sin(answer):
    """F: sin, changed in place"""
    judge(answer, "F")
