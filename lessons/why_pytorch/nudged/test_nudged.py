"""What finite differences must give, on random losses with a third power in each parameter."""

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake, number


def draw(k=0):
    """A loss Σ cᵢ pᵢ³ + qᵢ pᵢ² plus neighbors' products, a place p (k,), and c and its exact gradient (k,)."""
    k = k or int(torch.randint(3, 6, ()))
    c, q, p = (0.5 + torch.rand(3, k, dtype=torch.float64)).numpy()
    p *= np.sign((torch.rand(k, dtype=torch.float64) - 0.5).numpy())
    pairs = 1 + torch.rand(k - 1, dtype=torch.float64).numpy()

    def loss(at):
        if not isinstance(at, np.ndarray) or at.shape != (k,):
            given = f"an array of shape {at.shape}" if isinstance(at, np.ndarray) and at.shape else "a single number"
            raise Mistake(
                f"loss was called with {given}, and it takes an array of shape ({k},).",
                "The loss belongs to all parameters together. Also when one of them is nudged, the others go with it.",
            )
        return float((c * at**3 + q * at**2).sum() + (pairs * at[1:] * at[:-1]).sum())

    exact = 3 * c * p**2 + 2 * q * p
    exact[1:] += pairs * p[:-1]
    exact[:-1] += pairs * p[1:]
    second = 6 * c * p + 2 * q
    return loss, p, c, exact, second


def alike(one, other):
    return np.allclose(one, other, rtol=1e-5, atol=1e-7)


def judge(answer, h, k=0):
    loss, p, c, exact, second = draw(k)
    wanted = exact + c * h**2  # the third power's share; central differences have no other error here
    result = answer.gradient(loss, p, h)
    if isinstance(result, np.ndarray) and result.dtype == np.float32:
        result = result.astype(np.float64)  # as good, to the digits that are compared
    if isinstance(result, np.ndarray) and result.shape == wanted.shape:
        if result.dtype.kind in "iu":
            raise Mistake(
                f"The gradient has the dtype {result.dtype}: whole numbers.",
                "A slope that is written into an array of whole numbers loses what comes after the point.",
                "Look at where the array is made.",
            )
        if np.isnan(result).any():
            check.same(result, wanted, "The gradient")
        if not alike(result, wanted):
            at = int(np.argmax(np.abs(result - wanted)))
            slopes = f"{number(result[at])}, and it should be {number(wanted[at])}"
            seen = f"Slope {at} is {slopes} (p has {len(p)}, h is {h})."
            known(seen, result, wanted, exact, c, second, h)
            earlier_nudges(result, loss, p, h, wanted)
            brackets(seen, result, loss, p, h)
            placed(seen, result, wanted, loss, p, h)
            raise Mistake(
                seen,
                "For each parameter: the loss with it h higher minus the loss with it h lower, over the distance.",
                "Try your function on a loss whose slope you know, such as lambda p: (3 * p).sum().",
            )
    check.same(result, wanted, "The gradient", rtol=1e-5, atol=1e-7)


def known(seen, result, wanted, exact, c, second, h):
    if alike(result, 2 * wanted):
        raise Mistake(seen, "It is twice as large.", "Look at the distance between the two points.")
    if alike(result, 2 * h * wanted):
        raise Mistake(seen, "That is the difference of the losses itself. A slope is a difference over a distance.")
    if alike(result, h * h * wanted):
        raise Mistake(seen, "/ 2 * h divides by 2 and then multiplies by h: Python goes from left to right.")
    if alike(result, -wanted):
        raise Mistake(seen, "It has the wrong sign: the loss above minus the loss below is positive where it grows.")
    if alike(result, exact + second * h / 2 + c * h**2):
        raise Mistake(
            seen,
            "That is a nudge only upward. Its error grows with h; up and down together, it grows with h².",
        )
    if alike(result, exact - second * h / 2 + c * h**2):
        raise Mistake(
            seen,
            "That is a nudge only downward. Its error grows with h; up and down together, it grows with h².",
        )
    if len(wanted) > 1 and alike(result[::-1], wanted):
        raise Mistake(seen, "The slopes are right, and in the reverse order.")
    if alike(result, abs(wanted)):
        raise Mistake(seen, "The slope has lost its sign: it is negative where the loss falls as the parameter grows.")
    if alike(result, exact + c * h**2 / 4):
        raise Mistake(seen, "That is a nudge of h / 2 up and down. Each of the two is to be h.")
    if alike(result, (exact + second * h / 2 + c * h**2) / 2):
        raise Mistake(seen, "That is the loss above minus the loss at p itself, over 2h: the nudge down is missing.")
    if alike(result, wanted / len(wanted)):
        raise Mistake(seen, f"It is divided by {len(wanted)}, the number of parameters. A slope is no mean over them.")
    if not result.any():
        raise Mistake(
            "All slopes are 0.",
            "The two losses were equal: up and down may be one and the same array. up = p makes no copy, it only gives "
            "the array another name.",
        )
    if len(wanted) > 1 and alike(result[0], wanted[0]) and not result[1:].any():
        raise Mistake(
            "Only the first slope is there, the others are 0.",
            "The loop was left in its first turn: a return inside a loop ends it.",
        )
    if len(wanted) > 1 and np.ptp(result) == 0:
        raise Mistake(
            f"All slopes are {number(result[0])}.",
            "It looks as if all parameters were nudged together. Each slope belongs to one parameter alone.",
        )
    if np.allclose(result, exact, rtol=1e-4):
        raise Mistake(
            seen,
            "That is nearer to the exact slope than nudges of h come: the function seems to use its own size of nudge, "
            "or more than two points. It is given one: h.",
        )


def earlier_nudges(result, loss, p, h, wanted):
    """Raise where parameters that were nudged before are still nudged."""
    up, down = p.copy(), p.copy()
    piled = []
    for i in range(len(p)):
        up[i] += h
        down[i] -= h
        piled.append((loss(up) - loss(down)) / (2 * h))
    if alike(result, piled):
        raise Mistake(
            f"Slope 0 is right; slope 1 is {number(result[1])}, and it should be {number(wanted[1])}.",
            "Each nudge has come on top of those before it, so a slope is that of several parameters.",
            "Look at where the copies are made: once, or anew for each parameter.",
        )


def brackets(seen, result, loss, p, h):
    """Raise where only the second loss was divided."""
    rows = h * np.eye(len(p))
    if alike(result, [loss(p + row) - loss(p - row) / (2 * h) for row in rows]):
        raise Mistake(seen, "Only the second loss is divided by 2h: Python divides before it subtracts. Use brackets.")


def placed(seen, result, wanted, loss, p, h):
    """Raise where a parameter was put at h in place of being moved by h."""
    up, down = (np.where(np.eye(len(p)) == 1, by, p) for by in (h, -h))
    if alike(result, [(loss(a) - loss(b)) / (2 * h) for a, b in zip(up, down, strict=True)]):
        raise Mistake(
            seen,
            "The parameter was put at h and at −h. A nudge moves it by h, from where it is.",
            "Look at the line in which it is changed.",
        )
    if alike(result[:-1], wanted[:-1]) and result[-1] == 0:
        raise Mistake("The last slope is 0, and the others are right.", "The loop ends one parameter too early.")


def test_large_nudge(answer):
    """nudges each parameter up and down, by the h it is given"""
    for h in (0.07, 0.13, 0.3, 0.6):
        judge(answer, h)


def test_small_nudge(answer):
    """gives the slopes for a small h too"""
    for h in (1e-3, 1e-3, 1e-4):
        judge(answer, h)


def test_any_number_of_parameters(answer):
    """works for one parameter, and for many"""
    for k in (1, 2, 40):
        judge(answer, 0.13, k)


def test_slopes_of_zero(answer):
    """gives 0 where the loss does not change"""
    k = int(torch.randint(2, 5, ()))
    result = answer.gradient(lambda p: 3.0 + 0.0 * float(p.sum()), np.linspace(-1, 1, k), 0.1)
    check.same(
        result, np.zeros(k, dtype=getattr(result, "dtype", float)), "The gradient of a loss that is 3 everywhere"
    )
