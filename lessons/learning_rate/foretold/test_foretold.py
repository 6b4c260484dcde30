"""What was predicted is compared with what gradient descent then does, on random bowls."""

import numpy as np
import torch

from tutor.check import Mistake, number

WORDS = ("steady", "oscillating", "diverging")
SHRINKING, SWINGING, GROWING = (0.1, 0.3, 0.45, 0.55, 0.7, 0.95), (1.05, 1.3, 1.45, 1.55, 1.8, 1.95), (2.1, 2.4, 3.5)
"""The rate times the largest curvature, throughout each of the regimes and close to its ends."""


def bowl(k, where):
    """Curvatures (k,) in random order, and a rate whose product with the largest of them is `where`."""
    steepest = 0.5 + 9.5 * torch.rand(()).item()
    shares = torch.cat([torch.ones(1), 0.02 + 0.38 * torch.rand(k - 1)])
    curvatures = steepest * shares
    return where / steepest, curvatures


def what_happens(rate, curvatures):
    """Run gradient descent on ½ Σ λ p² from all ones, and look: which word, which direction, its error over steps."""
    curvatures = curvatures.numpy().astype(np.float64)
    factors = np.tile(1 - rate * curvatures, (13, 1))  # of each step: p − rate · λ p
    factors[0] = 1
    errors = factors.cumprod(axis=0)
    grew = np.abs(errors[-1]) > 1
    swung = errors[1] < 0
    for word, found in (("diverging", grew), ("oscillating", swung)):
        if found.any():
            direction = int(found.argmax())  # the first
            return word, direction, errors[:, direction]
    return "steady", 0, errors[:, 0]


def judge(answer, rate, curvatures, reason=""):
    before = curvatures.clone()
    said = answer.predict(rate, curvatures)
    if said is None:
        raise Mistake(
            f"For the rate {number(rate)} and the curvatures {listed(before)} predict returns None.",
            "A function, or a branch of it, that ends without a return statement gives None.",
        )
    if not isinstance(said, str) or said.strip().lower() not in WORDS:
        raise Mistake(f"predict says {said!r}, and it should say one of the three words: {', '.join(WORDS)}.")
    happened, direction, errors = what_happens(rate, before)
    if said.strip().lower() == happened:
        return
    verb = {
        "steady": "every error shrinks and keeps its side",
        "oscillating": "the error changes sides and shrinks",
        "diverging": "the error grows",
    }[happened]
    raise Mistake(
        f"You said {said.strip().lower()}; what happened is {happened}. The rate is {number(rate)}, the curvatures are "
        f"{listed(before)}. Along λ = {before[direction]:.3g} {verb}: {listed(errors[:4])} …",
        reason,
        f"The factor there is {number(1 - rate * before[direction].item())}.",
    )


def listed(values):
    return ", ".join(f"{value:.3g}".replace("-", "−") for value in values.tolist())


def test_one_direction(answer):
    """predicts a bowl that is curved in one direction"""
    below = (
        "It grows when the factor is below −1, and changes sides when it is below 0. A factor is never above 1 here."
    )
    first = "Whatever is below −1 is also below 0. Look at which of the two your function asks first."
    swings = "It changes sides when the factor is below 0, and grows only below −1."
    for where in (0.02, *SHRINKING):
        judge(answer, *bowl(1, where))
    for where in SWINGING:
        judge(answer, *bowl(1, where), reason=swings)
    for where in (*GROWING, 5.0):
        judge(answer, *bowl(1, where), reason=f"{below} {first}")


def test_several_directions(answer):
    """predicts a valley: the largest curvature comes first"""
    valleys(answer, lambda curvatures: [curvatures])


def test_any_order(answer):
    """predicts it whichever curvature comes first"""
    valleys(answer, lambda curvatures: [curvatures.roll(len(curvatures) // 2), curvatures.flip(0)])


def valleys(answer, orders):
    reason = (
        "A single direction is enough, whatever the others do: the one with the largest curvature is the first to "
        "swing and the first to diverge. The curvatures come in any order."
    )
    for regime in (SHRINKING, SWINGING, GROWING):
        for where, k in zip(regime, (2, 3, 7, 2, 3, 7), strict=False):
            rate, curvatures = bowl(k, where)
            for ordered in orders(curvatures):
                judge(answer, rate, ordered, reason)


def test_rates_of_the_lesson(answer):
    """predicts the six rates of the laboratory"""
    x = torch.arange(0, 10, 0.1)
    ones = torch.ones_like(x)
    columns = torch.stack([x, ones], dim=1)  # (100, 2)
    curvatures = torch.linalg.eigvalsh(2 * columns.T @ columns / 100)
    for rate in (0.0005, 0.001, 0.005, 0.025, 0.028, 0.03):
        judge(answer, rate, curvatures)
