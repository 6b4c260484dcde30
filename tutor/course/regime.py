"""What gradient descent does at a learning rate: derived from the Hessian's eigenvalues, and seen in the reports.

On a quadratic loss one step multiplies the error along an eigenvector of the Hessian by 1 − rate · λ. Along the
steepest direction that is above 0 for a rate below 1/λmax (straight down), between 0 and −1 up to 2/λmax (it swings
and shrinks), and below −1 above that (it swings and grows).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Literal

Regime = Literal["slow", "steady", "oscillating", "diverging"]
REGIMES: tuple[Regime, ...] = ("slow", "steady", "oscillating", "diverging")

_TIME_CONSTANTS = 10
"""A run that is shorter than this many time constants of the steepest direction is slow."""
_SLOW_SHARE = 0.25
"""A run that needs more than this share of its steps for `_DROP` of its drop in loss is slow."""
_DROP = 0.99
_BACK = 0.05
"""Of its whole drop the loss may have come back up by this share, and is still called steady."""
_MOVING = 0.01
"""A gradient below this share of the largest is no longer looked at: there the steepest direction is at rest."""
_RECENT = 20
"""Pairs of gradients that the present moment is judged by."""
_RISING = 5
"""Steps in a row with a rising loss, by which it is known to rise."""
_RISE = 1e-3
"""The least relative rise over those steps; float32 wobbles by less."""
_SURE = 25
"""Steps after which slow and steady can be told apart where nobody said how many there will be."""


def expected(rate: float, eigenvalues: Sequence[float], steps: int) -> Regime:
    """What `steps` steps of gradient descent will do. Raises ValueError without an eigenvalue."""
    product = rate * _largest(eigenvalues)
    if product > 2 or math.isnan(product):
        return "diverging"
    if product > 1:
        return "oscillating"
    return "slow" if product <= 0 or 1 / product > steps / _TIME_CONSTANTS else "steady"


def observed(loss: Sequence[float], gradients: Sequence[Sequence[float]], steps: int | None = None) -> Regime | None:
    """What training does at the present moment, by the reports so far; None while it is too early to say.

    `loss` has one number for each step and `gradients` one row for each step (empty where they were not reported, and
    then swinging cannot be seen), both taken before the step's update. `steps` is how many there will be, if known.
    """
    if _blew_up(loss, gradients) or _rises(loss, gradients):
        return "diverging"
    pairs = _turns(gradients)[-_RECENT:]
    if len(loss) > _RISING and len(pairs) >= 2 and 2 * sum(pairs) > len(pairs):
        return "oscillating"
    done = len(loss)
    needed = _steps_to_drop(loss)
    if needed is None or done < 3:
        return None
    if steps is None:
        if done < _SURE:
            return None
        steps = done
    if needed > _SLOW_SHARE * steps:
        return "slow"
    return "steady" if done >= 2 * needed + 2 and not _came_back_up(loss) else None


def final(loss: Sequence[float], gradients: Sequence[Sequence[float]]) -> Regime | None:
    """What a whole run did, by its reports, taken as `observed` takes them; None for a run of fewer than two steps."""
    if _blew_up(loss, gradients) or _rises(loss, gradients):
        return "diverging"
    if len(loss) < 2:
        return None
    if loss[-1] > loss[0] * (1 + _RISE):
        return "diverging"
    pairs = _turns(gradients)
    if pairs and 2 * sum(pairs) > len(pairs):
        return "oscillating"
    needed = _steps_to_drop(loss)
    if needed is None or needed > _SLOW_SHARE * len(loss):
        return "slow"
    return "oscillating" if _came_back_up(loss) else "steady"


def _largest(eigenvalues: Sequence[float]) -> float:
    if not eigenvalues:
        raise ValueError("no eigenvalues: the Hessian of a loss without parameters says nothing")
    return max(eigenvalues)


def _blew_up(loss: Sequence[float], gradients: Sequence[Sequence[float]]) -> bool:
    """Whether a number is no longer finite. Once it is not, it stays so: the last of them tell."""
    if any(not math.isfinite(value) for value in loss):
        return True
    return bool(gradients) and any(not math.isfinite(value) for value in gradients[-1])


def _rises(loss: Sequence[float], gradients: Sequence[Sequence[float]]) -> bool:
    """Whether the loss rises over the last several steps, above where it began or by swings that grow."""
    recent = loss[-_RISING - 1 :]
    if len(recent) <= _RISING or any(later <= earlier for earlier, later in itertools.pairwise(recent)):
        return False
    if recent[-1] - recent[0] <= _RISE * abs(recent[0]):
        return False
    if recent[-1] > loss[0]:
        return True
    turns = [_against(*pair) for pair in zip(gradients[-_RISING - 1 :], gradients[-_RISING:], strict=False)]
    return bool(turns) and all(turns)


def _came_back_up(loss: Sequence[float]) -> bool:
    """Whether the loss was lower before, by more than a share of all that it fell: a swing of many steps, or noise."""
    lowest = min(loss)
    return loss[-1] - lowest > _BACK * (loss[0] - lowest)


def _turns(gradients: Sequence[Sequence[float]]) -> list[bool]:
    """For each pair of consecutive gradients that still move something: whether they point against each other."""
    norms = [math.hypot(*row) for row in gradients]
    least = _MOVING * max(norms, default=0.0)
    if least == 0:
        return []
    return [_against(gradients[k], gradients[k + 1]) for k in range(len(norms) - 1) if norms[k] >= least]


def _against(one: Sequence[float], other: Sequence[float]) -> bool:
    return sum(a * b for a, b in zip(one, other, strict=True)) < 0


def _steps_to_drop(loss: Sequence[float]) -> int | None:
    """The number of steps after which most of the drop in loss was done; None where there was no drop."""
    if not loss:
        return None
    lowest = min(loss)
    if not loss[0] > lowest:
        return None
    level = loss[0] - _DROP * (loss[0] - lowest)
    return next(step for step, value in enumerate(loss) if value <= level)
