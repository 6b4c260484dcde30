"""The learning-rate problem, in plain Python: 100 points, two parameters, gradient descent from zero."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import pytest


class Run(NamedTuple):
    """What one training reported before each update."""

    steps: list[int]
    loss: list[float]
    w: list[float]
    b: list[float]


@pytest.fixture(scope="session")
def data() -> tuple[list[float], list[float]]:
    rng = random.Random(0)
    x = [i / 10 for i in range(100)]
    return x, [3 * value + rng.gauss(0, 1) for value in x]


@pytest.fixture(scope="session")
def train(data: tuple[list[float], list[float]]) -> Callable[[float], Run]:
    x, y = data

    def run(rate: float, count: int = 100) -> Run:
        w = b = 0.0
        out = Run([], [], [], [])
        for step in range(count):
            errors = [w * a + b - c for a, c in zip(x, y, strict=True)]
            out.steps.append(step)
            out.loss.append(sum(e * e for e in errors) / len(x))
            out.w.append(w)
            out.b.append(b)
            w, b = (
                w - rate * 2 * sum(e * a for e, a in zip(errors, x, strict=True)) / len(x),
                b - rate * 2 * sum(errors) / len(x),
            )
        return out

    return run
