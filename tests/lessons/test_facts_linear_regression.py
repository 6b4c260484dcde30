"""What the lesson on linear regression shows, against NumPy and finite differences in double precision."""

import re

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor import live


@pytest.fixture(scope="module")
def run(performed):
    return performed("linear_regression")


@pytest.fixture(scope="module")
def data(run):
    return run.names["x"].double().numpy().ravel(), run.names["y"].double().numpy().ravel()


def mse(w, b, data):
    x, y = data
    return float(np.mean((w * x + b - y) ** 2))


def gradient(w, b, data, h=1e-4):
    """Central differences; exact for a quadratic but for rounding."""
    return (
        (mse(w + h, b, data) - mse(w - h, b, data)) / (2 * h),
        (mse(w, b + h, data) - mse(w, b - h, data)) / (2 * h),
    )


def hessian(data, h=1e-2):
    (g1, k1), (g0, k0) = gradient(h, 0, data), gradient(-h, 0, data)
    (g3, k3), (g2, k2) = gradient(0, h, data), gradient(0, -h, data)
    return np.array([[g1 - g0, g3 - g2], [k1 - k0, k3 - k2]]) / (2 * h)


def descend(data, rate, steps):
    """(w, b) before each step of gradient descent, and after the last."""
    x, y = data
    w = b = 0.0
    path = [(w, b)]
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - rate * 2 * np.mean(error * x), b - rate * 2 * np.mean(error)
        path.append((w, b))
    return path


def test_the_data_are_the_lectures(data):
    x, y = data
    assert np.allclose(x, np.arange(100) / 10, atol=1e-6)
    noise = y - 3 * x
    assert abs(noise.mean()) < 0.3
    assert 0.8 < noise.std() < 1.2


def test_shapes_are_shown_as_columns(run):
    cell = run["Shapes, and the first rows"]
    assert tuple(cell.shown["shape of x"]) == tuple(cell.shown["shape of y"]) == (100, 1)
    assert tuple(cell.shown[""].shape) == (5, 2)


def test_the_slope_and_intercept_of_the_learner_are_what_is_drawn(performed, data):
    run = performed("linear_regression", slope=3.0, intercept=-0.5)
    cell = run["Fit it by hand"]
    assert cell.column("slope")[0] == 3.0
    assert cell.column("loss")[0] == pytest.approx(mse(3.0, -0.5, data), rel=1e-5)


def test_the_learners_line_moves_while_the_cell_runs(performed):
    cell = performed("linear_regression", slope=turned_up_at_100)["Fit it by hand"]
    assert cell.column("slope")[99:101] == [1.0, 3.0]


def turned_up_at_100(step):
    return 3.0 if step >= 100 else 1.0


def test_the_first_prediction_is_zero(run):
    assert run["A line as a module"].shown[""].tolist() == [[0.0], [0.0], [0.0]]
    assert sorted(run["A line as a module"].shown["parameters"]) == ["b", "w"]


def test_the_loss_before_training_is_the_mean_of_y_squared(run, data):
    cell = run["Mean squared error, twice"]
    exact = float(np.mean(data[1] ** 2))
    assert exact == pytest.approx(296, abs=1)
    assert cell.shown["by hand"].item() == pytest.approx(exact, rel=1e-6)
    assert cell.shown["F.mse_loss"].item() == pytest.approx(exact, rel=1e-6)


def test_gradients_are_none_and_then_those_of_finite_differences(run, data):
    shown = run["Gradients"].shown
    grad_w, grad_b = gradient(0, 0, data)
    assert shown["w.grad before"] is None
    assert (grad_w, grad_b) == (pytest.approx(-197, abs=1), pytest.approx(-30, abs=1))
    assert shown["w.grad"].item() == pytest.approx(grad_w, rel=1e-5)
    assert shown["b.grad"].item() == pytest.approx(grad_b, rel=1e-5)
    assert shown["w by hand"].item() == pytest.approx(grad_w, rel=1e-5)
    assert shown["b by hand"].item() == pytest.approx(grad_b, rel=1e-5)


def test_one_step_by_hand_moves_against_the_gradient_and_lowers_the_loss(run, data):
    shown = run["One step"].shown
    _, (w, b) = descend(data, 1e-3, 1)
    assert (shown["w"].item(), shown["b"].item()) == (pytest.approx(w, rel=1e-5), pytest.approx(b, rel=1e-5))
    assert shown[""].item() == pytest.approx(mse(w, b, data), rel=1e-5)
    assert shown[""] < shown["loss before"]


@pytest.mark.parametrize("title", ["Train", "The same training, with an optimizer", "The valley"])
def test_a_hundred_steps_are_those_of_gradient_descent_in_numpy(run, data, title):
    cell = run[title]
    path = descend(data, 1e-3, 100)
    assert cell.steps == list(range(100))
    assert np.allclose(list(zip(cell.column("w"), cell.column("b"), strict=True)), path[:-1], atol=1e-4)
    if title != "The valley":  # where the map has the room
        assert np.allclose(cell.column("loss"), [mse(w, b, data) for w, b in path[:-1]], rtol=1e-4)
    assert (round(path[-1][0], 1), round(path[-1][1], 1)) == (2.9, 0.4)


def test_the_loop_by_hand_and_the_optimizer_show_the_same_numbers(run):
    by_hand, sgd = run["Train"].reports, run["The same training, with an optimizer"].reports
    for one, other in zip(by_hand, sgd, strict=True):
        assert one == pytest.approx(other, rel=1e-5)


def test_without_zero_grad_the_loss_falls_sooner_then_rises_again_and_again(run, data):
    cell = run["With and without"]
    with_it, without = cell.column("loss[with]"), cell.column("loss[without]")
    x, y = data
    w = b = sum_w = sum_b = 0.0
    for loss in without:
        error = w * x + b - y
        assert loss == pytest.approx(float(np.mean(error**2)), rel=1e-3, abs=1e-2)
        sum_w, sum_b = sum_w + 2 * np.mean(error * x), sum_b + 2 * np.mean(error)
        w, b = w - 1e-3 * sum_w, b - 1e-3 * sum_b
    assert without[4] < with_it[4]
    peaks = [k for k in range(1, 99) if without[k - 1] < without[k] > without[k + 1] and without[k] > 200]
    assert len(peaks) >= 3
    assert max(with_it[1:]) < with_it[0]


def test_least_squares_is_numpys(run, data):
    x, y = data
    (w, b), *_ = np.linalg.lstsq(np.stack([x, np.ones(100)], axis=1), y, rcond=None)
    assert (run.names["w_best"].item(), run.names["b_best"].item()) == (pytest.approx(w), pytest.approx(b))
    assert (w, b) == (pytest.approx(3, abs=0.05), pytest.approx(0, abs=0.1))
    trained, exact = run["Least squares"].output.splitlines()
    assert re.findall(r"[-+]?\d\.\d+", exact) == [f"{w:.3f}", f"{b:+.3f}"]
    assert [float(n) for n in re.findall(r"[-+]?\d\.\d+", trained)] == pytest.approx(
        descend(data, 1e-3, 100)[-1], abs=6e-4
    )


def test_b_is_carried_away_from_its_best_value_and_then_creeps_back(run):
    b = np.array(run["How many steps does b need?"].column("b[trained]"))
    best = run["How many steps does b need?"].column("b[best]")[0]
    distance = np.abs(b - best)
    top = int(distance.argmax())
    assert distance[0] < 0.1 < 0.4 < distance[top]
    assert top <= 100
    assert (np.diff(b[top:]) < 0).all()
    assert distance[-1] > 0.2  # and 1000 steps are not enough


def test_the_hessian_its_ratio_and_the_valleys_length_are_numpys(run, data):
    expected = hessian(data)
    assert np.allclose(run["Its curvature across and along"].shown["hessian"], expected, atol=1e-3)
    assert np.allclose(expected, [[65.67, 9.9], [9.9, 2]], atol=1e-3)
    along, across = np.linalg.eigvalsh(expected)
    output = run["Its curvature across and along"].output
    assert f"across {across:.2f}, along {along:.3f}" in output
    assert f"ratio {across / along:.1f}" in output
    assert f"{np.sqrt(across / along):.1f} times as long" in output
    assert (round(across / along), round(np.sqrt(across / along), 1)) == (135, 11.6)


def test_centered_and_scaled_features_leave_no_valley(run, data):
    printed = [
        float(line.split("ratio")[1]) for line in run["The same line, with x centered and scaled"].output.splitlines()
    ]
    x, _ = data
    ratios = []
    for z in (x, x - x.mean(), (x - x.mean()) / x.std()):
        second = hessian((z, 0 * z))
        along, across = np.linalg.eigvalsh(second)
        ratios.append(across / along)
        assert (z is x) == (abs(second[0, 1]) > 1e-3)  # centered, the two directions are w and b themselves
    assert printed == pytest.approx(ratios, abs=0.06)
    assert printed[0] > 100 > 10 > printed[1] > 2 > 1.1 > printed[2]


def test_the_plain_mean_of_the_errors_falls_for_ever_without_any_noise(data):
    x, _ = data
    assert np.mean((0 * x - 1000) - 3 * x) < np.mean((0 * x - 10) - 3 * x) < 0


def test_arange_in_float_steps_may_have_one_value_more_and_linspace_has_as_many_as_one_says():
    assert len(torch.arange(1, 1.3, 0.1)) == 4  # the end is excluded, and still there by rounding
    assert len(torch.arange(0, 10, 0.1)) == len(torch.linspace(0, 9.9, 100)) == 100


def test_the_curvature_does_not_contain_y(data):
    x, y = data
    assert np.allclose(hessian((x, y)), hessian((x, 0 * y)), atol=1e-6)


class TestTheWholeLesson(WholeLesson):
    lesson = "linear_regression"


def test_the_stage_is_the_terminal_again_after_a_run(performed):
    performed("linear_regression")
    assert isinstance(live.present(), live.Terminal)
