"""What the curvature says of a learning rate: two marks on its track, and a line beside the numbers of a step.

On a quadratic loss one step multiplies the error along an eigenvector of the Hessian by 1 − rate · λ. Along the
steepest direction that is above 0 for a rate below 1/λmax (straight down), between 0 and −1 up to 2/λmax (it swings
and shrinks), and below −1 above that (it swings and grows).
"""

from __future__ import annotations

from typing import Any

from tutor.charts.axis import Tick
from tutor.views.curvature.data import CurvatureView


def curvature_ticks(view: CurvatureView) -> tuple[Tick, ...]:
    """1/λmax and 2/λmax; () where the loss is curved nowhere."""
    largest = max(view.eigenvalues, default=0.0)
    return (Tick(1 / largest, "1/λ"), Tick(2 / largest, "2/λ")) if largest > 0 else ()


def curvature_remark(view: CurvatureView, rate: float) -> str:
    """What one step at this rate does to the error along the steepest direction; '' without an eigenvalue.

    For example 'oscillating, converges: 1 − 0.025 · 67.17 = −0.68'.
    """
    if not view.eigenvalues:
        return ""
    largest = max(view.eigenvalues)
    factor = 1 - rate * largest
    if factor >= 1:
        word = "nothing shrinks"
    elif factor >= 0:
        word = "straight down"
    elif factor >= -1:
        word = "oscillating, converges"
    else:
        word = "oscillating, diverges"
    near = abs(abs(factor) - 1)  # close to the border more digits count, of the product as of its factors
    digits, shown = (2, 4) if near >= 0.1 else (3, 4) if near >= 0.01 else (4, 6)
    product = f"{rate:g} · {largest:.{shown}g}"
    return f"{word}: 1 − {product} = {factor:.{digits}f}".replace("-", "−")  # a sign as wide as a plus


def curvature_words(view: CurvatureView) -> str:
    """The eigenvalues, and between which rates training swings."""
    said = f"eigenvalues of the Hessian {', '.join(f'{value:.4g}' for value in view.eigenvalues)}"
    limits = [f"{tick.label}max = {tick.value:.5g}" for tick in curvature_ticks(view)]
    return "\n".join([said, "   ".join(limits) or "λmax ≤ 0"])


def curvature_data(view: CurvatureView) -> dict[str, Any]:
    """The view as plain data."""
    return {"control": view.control, "eigenvalues": list(view.eigenvalues)}
