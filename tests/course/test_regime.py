from __future__ import annotations

import math

import numpy as np
import pytest

from tutor.course.regime import Regime, expected, final, observed

X = np.arange(100) / 10
Y = 3 * X + np.random.default_rng(0).standard_normal(100)
HESSIAN = 2 / len(X) * np.array([[X @ X, X.sum()], [X.sum(), len(X)]])
EIGENVALUES = sorted(np.linalg.eigvalsh(HESSIAN).tolist(), reverse=True)
LIMIT = 2 / EIGENVALUES[0]
SIX: list[tuple[float, Regime]] = [
    (0.0005, "slow"),
    (0.001, "slow"),
    (0.005, "steady"),
    (0.025, "oscillating"),
    (0.028, "oscillating"),
    (0.03, "diverging"),
]


def descend(rates: list[float]) -> tuple[list[float], list[tuple[float, float]]]:
    """Gradient descent on the lecture's problem, one step for each rate: loss and gradient before each update."""
    w, b = 0.0, 0.0
    loss, gradients = [], []
    with np.errstate(all="ignore"):
        for rate in rates:
            error = w * X + b - Y
            gradient = (float(2 * (error @ X) / len(X)), float(2 * error.mean()))
            loss.append(float(error @ error / len(X)))
            gradients.append(gradient)
            w, b = w - rate * gradient[0], b - rate * gradient[1]
    return loss, gradients


def test_the_problem_is_the_lectures() -> None:
    np.testing.assert_allclose(HESSIAN, [[65.67, 9.9], [9.9, 2]])
    np.testing.assert_allclose(EIGENVALUES, [67.17, 0.496], atol=0.005)


@pytest.mark.parametrize(("rate", "regime"), SIX)
def test_the_six_rates_do_what_the_hessian_says(rate: float, regime: Regime) -> None:
    loss, gradients = descend([rate] * 100)
    assert expected(rate, EIGENVALUES, 100) == regime
    assert final(loss, gradients) == regime
    assert observed(loss, gradients, 100) == regime
    assert observed(loss, gradients) == regime


@pytest.mark.parametrize(("rate", "regime"), SIX)
def test_the_regime_is_named_as_the_run_goes_on_and_never_wrongly(rate: float, regime: Regime) -> None:
    loss, gradients = descend([rate] * 100)
    named = [observed(loss[:count], gradients[:count], 100) for count in range(101)]
    assert named[0] is None
    assert named[1] is None
    first = named.index(regime)
    assert first <= 30
    assert set(named) <= {None, regime}
    assert set(named[first:]) == {regime}


def test_what_is_seen_agrees_with_what_is_derived_away_from_the_limits() -> None:
    limits = [0.1 / EIGENVALUES[0], 1 / EIGENVALUES[0], LIMIT]
    rates = [
        rate for rate in np.geomspace(0.0002, 0.2, 200).tolist() if all(abs(rate / x - 1) > 0.15 for x in limits[:2])
    ]
    rates = [rate for rate in rates if abs(rate / LIMIT - 1) > 0.002]
    assert len(rates) > 150
    for rate in rates:
        assert final(*descend([rate] * 100)) == expected(rate, EIGENVALUES, 100), rate


def test_a_rate_just_above_the_limit_is_seen_to_diverge() -> None:
    assert final(*descend([LIMIT * 1.001] * 100)) == "diverging"


def test_a_rate_turned_up_too_far_is_seen_to_diverge_while_the_loss_is_still_below_where_it_began() -> None:
    loss, gradients = descend([0.005] * 20 + [0.032] * 50)
    assert loss[-1] < loss[0]
    assert observed(loss, gradients, 200) == "diverging"


def test_steps_that_are_many_make_a_small_rate_steady() -> None:
    assert expected(0.0005, EIGENVALUES, 100) == "slow"
    assert expected(0.0005, EIGENVALUES, 1000) == "steady"
    assert final(*descend([0.0005] * 1000)) == "steady"


def test_overflow_is_divergence() -> None:
    loss, gradients = descend([5.0] * 400)
    assert not math.isfinite(loss[-1])
    assert final(loss, gradients) == "diverging"
    assert observed(loss, gradients) == "diverging"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_loss_or_gradient_that_is_no_number_is_divergence(bad: float) -> None:
    assert observed([1.0, bad], [[1.0], [1.0]]) == "diverging"
    assert final([1.0, bad], [[1.0], [1.0]]) == "diverging"
    assert observed([1.0, 0.5], [[1.0], [bad]]) == "diverging"


def test_nothing_is_said_of_one_or_two_points() -> None:
    assert observed([], []) is None
    assert observed([3.0], [[1.0]]) is None
    assert observed([3.0, 2.0], [[1.0], [0.5]]) is None
    assert final([3.0], [[1.0]]) is None
    assert final([], []) is None


def test_a_loss_without_gradients_is_judged_by_itself() -> None:
    loss = [0.5**k for k in range(40)]
    assert final(loss, []) == "steady"
    assert observed(loss, []) == "steady"
    assert final([1 - k / 40 for k in range(40)], []) == "slow"


def test_a_loss_that_stays_where_it_is_is_slow() -> None:
    assert final([2.0] * 10, [[0.0]] * 10) == "slow"
    assert observed([2.0] * 10, [[0.0]] * 10) is None


def test_without_an_eigenvalue_nothing_can_be_derived() -> None:
    with pytest.raises(ValueError, match="no eigenvalues"):
        expected(0.1, [], 10)


def test_a_flat_loss_goes_nowhere() -> None:
    assert expected(0.1, [0.0, -1e-9], 100) == "slow"


def test_a_loss_that_swings_over_many_steps_is_never_called_steady() -> None:
    # gradients that are never cleared: x swings like a weight on a spring, some forty steps to and fro
    x, grad, loss, gradients = 1.0, 0.0, [], []
    for _ in range(300):
        grad += 2 * x
        loss.append(x * x)
        gradients.append((grad,))
        x -= 0.01 * grad
    turns = [step for step in range(1, 299) if loss[step - 1] > loss[step] < loss[step + 1]]
    assert len(turns) > 5
    fallen = [step for step in range(20, 300) if loss[step] > 0.1]
    assert all(observed(loss[: step + 1], gradients[: step + 1], 300) != "steady" for step in fallen)
    assert final(loss[: fallen[-1] + 1], gradients[: fallen[-1] + 1]) == "oscillating"
