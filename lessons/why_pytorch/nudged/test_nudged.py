"""What finite differences must give, on random losses with a third power in each parameter."""

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake, number


def draw():
    """A loss Σ cᵢ pᵢ³ + qᵢ pᵢ² plus neighbours' products, a place p (k,), and c and its exact gradient (k,)."""
    k = int(torch.randint(3, 6, ()))
    c, q, p = (0.5 + torch.rand(3, k, dtype=torch.float64)).numpy()
    pairs = 1 + torch.rand(k - 1, dtype=torch.float64).numpy()

    def loss(at):
        return float((c * at**3 + q * at**2).sum() + (pairs * at[1:] * at[:-1]).sum())

    exact = 3 * c * p**2 + 2 * q * p
    exact[1:] += pairs * p[:-1]
    exact[:-1] += pairs * p[1:]
    second = 6 * c * p + 2 * q
    return loss, p, c, exact, second


def alike(one, other):
    return np.allclose(one, other, rtol=1e-5, atol=1e-7)


def judge(answer, h):
    loss, p, c, exact, second = draw()
    wanted = exact + c * h**2  # the third power's share; central differences have no other error here
    before = p.copy()
    result = answer.gradient(loss, p, h)
    if not np.array_equal(p, before):
        raise Mistake(
            f"p was changed: it was {before.round(4).tolist()}, and afterwards it is {p.round(4).tolist()}.",
            "The caller still needs it, and the next parameter's nudge would start from the wrong place.",
            "Nudge a copy, or put back what was there.",
        )
    if isinstance(result, np.ndarray) and result.shape == wanted.shape:
        seen = f"The first slope is {number(result[0])}, and it should be {number(wanted[0])} (h is {h})."
        known(seen, result, wanted, exact, c, second, h)
    check.same(result, wanted, "The gradient", rtol=1e-5, atol=1e-7)


def known(seen, result, wanted, exact, c, second, h):
    if alike(result, wanted):
        return
    if alike(result, 2 * wanted):
        raise Mistake(seen, "It is twice as large.", "Look at the distance between the two points.")
    if alike(result, 2 * h * wanted):
        raise Mistake(seen, "That is the difference of the losses itself. A slope is a difference over a distance.")
    if alike(result, -wanted):
        raise Mistake(seen, "It has the wrong sign: the loss above minus the loss below is positive where it grows.")
    if alike(result, exact + second * h / 2 + c * h**2):
        raise Mistake(
            seen,
            "That is a nudge only upward. Its error grows with h; up and down together, it grows with h².",
        )
    if np.ptp(result) == 0:
        raise Mistake(
            f"All slopes are {number(result[0])}.",
            "It looks as if all parameters were nudged together. Each slope belongs to one parameter alone.",
        )
    if np.allclose(result, exact, rtol=1e-4):
        raise Mistake(seen, "The function seems to use its own size of nudge. It is given one: h.")


def test_large_nudge(answer):
    """nudges each parameter up and down, by the h it is given"""
    judge(answer, 0.1)


def test_small_nudge(answer):
    """gives the slopes for a small h too, and leaves p as it was"""
    judge(answer, 1e-3)
