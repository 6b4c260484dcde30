"""What the curvature of a loss says of a learning rate."""

from __future__ import annotations

import pytest
import torch

from tutor.views import registry as drawings
from tutor.views.base import ControlView
from tutor.views.curvature.make import curvature
from tutor.views.kinds import VIEWS

VIEW = curvature([0.496, 67.1738], "learning_rate")


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.025, "oscillating, converges: 1 − 0.025 · 67.17 = −0.68"),
        (0.03, "oscillating, diverges: 1 − 0.03 · 67.17 = −1.015"),
        (0.0298, "oscillating, diverges: 1 − 0.0298 · 67.1738 = −1.0018"),
        (0.005, "straight down: 1 − 0.005 · 67.17 = 0.66"),
        (0.0, "nothing shrinks: 1 − 0 · 67.1738 = 1.0000"),
    ],
)
def test_the_reason_is_the_factor_of_a_step(rate: float, words: str) -> None:
    assert drawings.remark(VIEW, rate) == words


def test_the_limits_are_one_and_two_over_the_largest_eigenvalue() -> None:
    assert [(tick.label, round(tick.value, 5)) for tick in drawings.ticks(VIEW)] == [("1/λ", 0.01489), ("2/λ", 0.02977)]
    assert drawings.words(VIEW) == "eigenvalues of the Hessian 67.17, 0.496\n1/λmax = 0.014887   2/λmax = 0.029774"


@pytest.mark.parametrize("eigenvalues", [[], [0.0, -1.0]])
def test_where_the_loss_is_curved_nowhere_no_rate_is_marked(eigenvalues: list[float]) -> None:
    view = curvature(eigenvalues, "learning_rate")
    assert drawings.ticks(view) == ()
    assert drawings.remark(view, 0.1) == ("nothing shrinks: 1 − 0.1 · 0 = 1.0000" if eigenvalues else "")
    assert drawings.words(view).endswith("λmax ≤ 0")


def test_what_has_no_real_numbers_is_refused_in_the_name_of_the_call() -> None:
    with pytest.raises(ValueError, match=r"^curvature: these are complex numbers"):
        curvature(torch.linalg.eigvals(torch.eye(2)), "learning_rate")


@pytest.mark.parametrize("view", [view for view in VIEWS if issubclass(view, ControlView)])
def test_what_is_about_a_control_marks_its_track_and_speaks_of_its_values(view: type[ControlView]) -> None:
    kind = drawings.kind_of(view)
    folder = view.__module__.removesuffix(".data")
    assert all(part.__module__ == f"{folder}.draw" for part in (kind.words, kind.data, kind.ticks, kind.remark))
