"""What the bench finds: a figure beside its budget."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One measured figure."""

    what: str
    value: float
    unit: str
    """'×' for a ratio."""
    budget: float
    at_least: bool = False
    """Whether the budget is a floor; else it is a ceiling."""
    detail: str = ""
    """What it was made of, and what stood beside it."""

    @property
    def met(self) -> bool:
        """Whether the budget is kept."""
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def cells(self) -> tuple[str, str, str, str, str]:
        """What, value, budget, whether it is kept, and the detail, as text."""
        sign = "≥" if self.at_least else "≤"
        return (
            self.what,
            f"{self.value:.3g} {self.unit}",
            f"{sign} {self.budget:g} {self.unit}",
            "met" if self.met else "MISSED",
            self.detail,
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"met": self.met}


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns."""
    rows = [("what", "measured", "budget", "", "made of"), *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip()
        for row in rows
    )


def alternating(rounds: int, *works: Callable[[], T]) -> list[list[T]]:
    """What each of the works gives, called in turn for so many rounds, so that a drift of the machine meets all."""
    found: list[list[T]] = [[] for _ in works]
    for number in range(rounds):
        order = range(len(works)) if number % 2 == 0 else reversed(range(len(works)))
        for index in order:
            found[index].append(works[index]())
    return found


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios of values that were measured one after the other."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
