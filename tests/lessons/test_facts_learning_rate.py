"""What the lesson on the learning rate shows, against NumPy in double precision."""

import re

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor.views.packing import unpack

RATES = (0.0005, 0.001, 0.005, 0.025, 0.028, 0.03)
FIVE = ("loss", "w", "b", "grad_w", "grad_b")


@pytest.fixture(scope="module")
def run(performed):
    return performed("learning_rate")


@pytest.fixture(scope="module")
def data(run):
    return run.names["x"].double().numpy().ravel(), run.names["y"].double().numpy().ravel()


@pytest.fixture(scope="module")
def best(data):
    x, y = data
    return np.linalg.lstsq(np.stack([x, np.ones(100)], axis=1), y, rcond=None)[0]


@pytest.fixture(scope="module")
def eigenvalues(data):
    """Of the Hessian 2 · mean of [[x², x], [x, 1]], which is the mean squared error's by its definition."""
    x, _ = data
    return np.linalg.eigvalsh(2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]]))


def descend(data, rate, steps):
    """Rows of (loss, w, b, grad_w, grad_b), each before its update."""
    x, y = data
    w = b = 0.0
    rows = []
    for step in range(steps):
        error = w * x + b - y
        grad_w, grad_b = 2 * np.mean(error * x), 2 * np.mean(error)
        rows.append((np.mean(error**2), w, b, grad_w, grad_b))
        now = rate(step) if callable(rate) else rate
        w, b = w - now * grad_w, b - now * grad_b
    return np.array(rows)


def test_the_data_are_those_of_the_lesson_before(run, performed):
    before = performed("linear_regression").names
    assert torch.equal(run.names["x"], before["x"])
    assert torch.equal(run.names["y"], before["y"])


def test_ten_times_the_rate_brings_the_loss_down_far_sooner(run):
    slow, fast = run["Two rates"].column("loss[0.0005]"), run["Two rates"].column("loss[0.005]")
    first_below = [next(k for k, loss in enumerate(losses) if loss < 2) for losses in (slow, fast)]
    assert first_below[0] > 8 * first_below[1]


# ----------------------------------------------------------------------------------------------- the laboratory


def test_the_laboratory_reports_the_five_numbers_and_is_the_only_cell_to_do_so(run):
    reporting = [title for title, cell in run.cells.items() if cell.reports and set(cell.reports[0]) >= set(FIVE)]
    assert reporting == ["Training"]
    assert tuple(run["Training"].reports[0]) == FIVE


@pytest.mark.parametrize("rate", RATES)
def test_the_laboratory_is_gradient_descent_reported_before_each_update(performed, data, rate):
    cell = performed("learning_rate", learning_rate=rate)["Training"]
    assert cell.steps == list(range(100))
    assert cell.column("w")[0] == cell.column("b")[0] == 0.0
    rows = np.array([[report[name] for name in FIVE] for report in cell.reports])
    assert np.allclose(rows, descend(data, rate, 100), rtol=2e-3, atol=2e-3)


def raised_at_50(step):
    return 0.01 if step >= 50 else 0.001


def test_a_rate_changed_on_the_way_is_used_from_that_step_on(performed, data):
    cell = performed("learning_rate", learning_rate=raised_at_50)["Training"]
    rows = np.array([[report[name] for name in FIVE] for report in cell.reports])
    assert np.allclose(rows, descend(data, raised_at_50, 100), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("steps", [10, 1000])
def test_the_number_of_steps_is_a_control(performed, steps):
    assert performed("learning_rate", steps=steps)["Training"].steps[-1] == steps - 1


def test_the_regimes_are_those_that_the_limits_foretell(performed, eigenvalues):
    limit = 2 / eigenvalues[1]
    for rate in RATES:
        cell = performed("learning_rate", learning_rate=rate)["Training"]
        losses, gradients = np.array(cell.column("loss")), np.array(cell.column("grad_w"))
        swings = (np.sign(gradients[1:20]) != np.sign(gradients[:19])).all()
        assert swings == (rate > limit / 2), rate
        assert (losses[-1] > losses[0]) == (rate > limit), rate
        assert (np.diff(losses[:20]) > 0).all() == (rate > limit), rate


def test_a_rate_of_003_reaches_about_6000_in_a_hundred_steps(performed, data):
    losses = performed("learning_rate", learning_rate=0.03)["Training"].column("loss")
    after = descend(data, 0.03, 101)[-1, 0]
    assert after == pytest.approx(6000, rel=0.02)
    assert losses[-1] == pytest.approx(5874, rel=0.01)
    assert (np.diff(losses) > 0).all()


def test_the_surface_is_the_loss_and_holds_the_path(performed, data, best):
    cell = performed("learning_rate", learning_rate=0.028)["Training"]
    view = cell.views["surface"]
    x, y = data
    for grid in view.grids:
        values = np.array(unpack(grid.values)).reshape(grid.height, grid.width)
        ws, bs = np.linspace(grid.x[0], grid.x[1], grid.width), np.linspace(grid.y[0], grid.y[1], grid.height)
        for i, j in [(0, 0), (3, 17), (40, 40)]:
            assert values[j, i] == pytest.approx(np.mean((ws[i] * x + bs[j] - y) ** 2), rel=1e-4)
    assert holds(view.grids[0], cell)
    assert holds(view.grids[1], performed("learning_rate", learning_rate=0.03)["Training"])
    assert view.best == pytest.approx(tuple(best), abs=1e-5)
    assert cell.views["data"].best == pytest.approx(tuple(best), abs=1e-5)


def holds(grid, cell):
    """Whether the whole path lies within the grid."""
    w, b = cell.column("w"), cell.column("b")
    return grid.x[0] < min(w) <= max(w) < grid.x[1] and grid.y[0] < min(b) <= max(b) < grid.y[1]


# ---------------------------------------------------------------------------------------------------- all six


def test_the_sweep_trains_the_six_rates_of_the_presets(read, run):
    slider = read("learning_rate").control("learning_rate")
    assert slider.presets == RATES
    assert (slider.low, slider.high, slider.scale) == (0.0005, 0.03, "log")
    assert list(run["Six rates"].reports[0]) == [f"loss[{rate}]" for rate in RATES]


def test_each_curve_of_the_sweep_is_that_of_the_rate_alone(performed, run):
    for rate in RATES:
        alone = performed("learning_rate", learning_rate=rate)["Training"].column("loss")
        assert run["Six rates"].column(f"loss[{rate}]") == pytest.approx(alone, rel=1e-4)


def test_the_quiz_on_the_six_rates_tells_the_truth(run):
    six = {rate: run["Six rates"].column(f"loss[{rate}]") for rate in RATES}
    last = {rate: losses[-1] for rate, losses in six.items()}
    assert sorted(last, key=last.__getitem__) == [0.028, 0.025, 0.005, 0.001, 0.0005, 0.03]
    assert six[0.005][10] < min(six[rate][10] for rate in RATES if rate != 0.005)  # it leads for a while


# ------------------------------------------------------------------------------------------------ the derivation


def test_the_hessian_is_the_same_everywhere(run):
    shown = run["The Hessian"].shown
    assert np.allclose(shown["at w = 0, b = 0"], [[65.67, 9.9], [9.9, 2]], atol=1e-4)
    assert torch.equal(shown["at w = 0, b = 0"], shown["at w = 5, b = -1"])


def test_eigenvalues_and_directions_are_numpys(run, eigenvalues):
    shown = run["Eigenvalues and eigenvectors"].shown
    assert np.allclose(shown["curvatures"], eigenvalues, rtol=1e-4)
    assert np.allclose(eigenvalues, [0.496, 67.17], atol=0.005)
    flat, steep = np.abs(shown["directions"].numpy()).T
    assert steep[0] > 0.9 > steep[1]  # the steep direction is mostly w
    assert flat[1] > 0.9 > flat[0]  # the flat one mostly b


def test_the_limits_are_one_and_two_over_the_largest_eigenvalue(run, eigenvalues):
    cell = run["Factors and limits"]
    assert f"1/λmax = {1 / eigenvalues[1]:.5f}   2/λmax = {2 / eigenvalues[1]:.5f}" in cell.output
    assert (round(1 / eigenvalues[1], 5), round(2 / eigenvalues[1], 5)) == (0.01489, 0.02977)
    assert cell.views["curvature"].control == "learning_rate"
    assert cell.views["curvature"].eigenvalues == pytest.approx(sorted(eigenvalues, reverse=True), rel=1e-4)


def test_the_factors_are_those_of_the_syllabus(run, eigenvalues):
    rows = [
        [float(n) for n in re.findall(r"[-+]?\d+\.\d+", line)] for line in run["Factors and limits"].output.split("\n")
    ]
    table = {rate: (along, across) for rate, along, across in rows[:6]}
    assert tuple(table) == RATES
    for rate, factors in table.items():
        assert factors == pytest.approx(tuple(1 - rate * eigenvalues), abs=6e-5)
    assert (round(table[0.025][1], 2), round(table[0.028][1], 2), round(table[0.03][1], 3)) == (-0.68, -0.88, -1.015)


@pytest.mark.parametrize("rate", [0.005, 0.028, 0.03])
def test_the_measured_ratio_is_the_factor(performed, data, best, eigenvalues, rate):
    cell = performed("learning_rate", learning_rate=rate)["The error, split"]
    across = np.array(cell.column("error[across]"))
    assert len(across) == 20
    ratios, factor = np.array(cell.column("ratio[measured]")), 1 - rate * eigenvalues[1]
    assert np.allclose(ratios, factor, atol=2e-3)
    assert np.allclose(cell.column("ratio[factor]"), factor, atol=1e-5)
    assert (np.sign(across[1:]) == np.sign(factor) * np.sign(across[:-1])).all()
    lengths = np.hypot(across, cell.column("error[along]"))
    path = descend(data, rate, 21)[1:, 1:3] - best  # after each step
    assert np.allclose(lengths, np.hypot(*path.T), rtol=1e-3)


@pytest.mark.parametrize("rate", [0.0148, 0.0149, 0.015])
def test_near_one_over_the_largest_eigenvalue_nothing_is_measured_but_the_factor(performed, eigenvalues, rate):
    cell = performed("learning_rate", learning_rate=rate)["The error, split"]
    assert 1 <= len(cell.steps) < 20
    assert np.allclose(cell.column("ratio[measured]"), 1 - rate * eigenvalues[1], atol=2e-3)


def test_elsewhere_than_in_a_bowl_the_limit_holds_only_near_the_point():
    """On x⁴/4 from 2 the limit there is 2/12, and descent at 0.49, three times that, comes down all the same."""
    x = 2.0
    assert 2 / (3 * x**2) < 0.49
    for _ in range(200):
        x -= 0.49 * x**3
    assert abs(x) < 0.1


def raised_at_5(step):
    return 0.028 if step >= 5 else 0.005


def test_the_ratio_follows_a_rate_changed_on_the_way(performed, eigenvalues):
    cell = performed("learning_rate", learning_rate=raised_at_5)["The error, split"]
    factors = 1 - np.array([raised_at_5(step) for step in range(20)]) * eigenvalues[1]
    assert np.allclose(cell.column("ratio[measured]"), factors, atol=2e-3)
    assert np.allclose(cell.column("ratio[factor]"), factors, atol=1e-5)


# ------------------------------------------------------------------------------------------------ finding a rate


def test_the_steps_to_come_within_one_percent_are_numpys(run, data, best, eigenvalues):
    x, y = data
    lowest = np.mean((best[0] * x + best[1] - y) ** 2)
    counts = {}
    for line in run["Steps to come within 1%"].output.splitlines():
        rate, count = re.findall(r"[\d.]+", line)[:2]
        counts[float(rate)] = int(count)
        losses = descend(data, float(rate), int(count) + 50)[:, 0]
        assert int(count) == pytest.approx(int(np.argmax(losses <= 1.01 * lowest)), rel=0.02, abs=2)
    assert len(counts) == 11
    for rate in (0.0005, 0.001, 0.002, 0.004, 0.008):
        assert counts[rate] / counts[2 * rate] == pytest.approx(2, rel=0.05)  # half the rate, twice the steps
    assert min(counts, key=counts.__getitem__) == 0.028
    assert max(counts, key=counts.__getitem__) == 0.0005
    assert 1.5 < counts[0.016] / counts[0.028] < 2  # "nearly twice the steps of the best"
    assert counts[0.0297] > 1000
    assert counts[0.028] < counts[0.029] < counts[0.0295] < counts[0.0297]
    assert max(counts) < 2 / eigenvalues[1]


def test_in_the_long_run_the_best_rate_is_where_both_factors_are_equally_far_from_0(eigenvalues):
    def slowest(rate):
        return np.abs(1 - rate * eigenvalues).max()

    best = 2 / eigenvalues.sum()
    assert np.ptp(np.abs(1 - best * eigenvalues)) < 1e-9
    assert slowest(best) < min(slowest(0.999 * best), slowest(1.001 * best))


def test_on_most_noise_0028_needs_the_fewest_steps_and_on_some_a_lower_rate_does(data):
    x, _ = data
    fewest = []
    for seed in range(10):
        y = 3 * x + np.random.default_rng(seed).standard_normal(100)
        lowest = np.polyfit(x, y, 1, full=True)[1][0] / 100
        counts = {
            r: int(np.argmax(descend((x, y), r, 600)[:, 0] <= 1.01 * lowest)) for r in (0.016, 0.025, 0.028, 0.029)
        }
        fewest.append(min(counts, key=counts.__getitem__))
    assert fewest.count(0.028) > 5
    assert min(fewest) < 0.028
    assert max(fewest) == 0.028


def test_mini_batches_shake_the_line_harder_at_a_higher_rate(performed):
    shaken = [
        np.std(performed("learning_rate", learning_rate=rate)["Move the rate while this runs"].column("loss")[300:])
        for rate in (0.001, 0.005, 0.025)
    ]
    assert shaken[0] < shaken[1] < shaken[2]


def up_and_back(step):
    return 0.03 if 200 <= step < 300 else 0.005


def test_going_back_brings_the_loss_back(performed):
    cell = performed("learning_rate", learning_rate=up_and_back)["Move the rate while this runs"]
    loss = np.array(cell.column("loss"))
    assert cell.column("rate")[199:201] == [0.005, 0.03]
    assert loss[200:310].max() > 10 > 2 > loss[100:200].max()
    assert loss[400:].max() < 2


def test_the_range_test_climbs_past_the_limit_and_a_third_of_that_is_safe(run, eigenvalues):
    cell = run["A rate that rises"]
    loss, rate = np.array(cell.column("loss")), np.array(cell.column("rate"))
    limit = 2 / eigenvalues[1]
    assert np.allclose(rate, 0.001 * 1.05 ** np.arange(80))
    assert cell.shown[""].item() == pytest.approx(limit, rel=1e-5)
    climbs = rate[np.max(np.nonzero(loss < 1.5)) + 1]  # after this the loss does not come down again
    assert limit < climbs < 1.5 * limit
    assert climbs / 3 < 1 / eigenvalues[1]
    assert (np.diff(loss[-4:]) > 0).all()
    assert loss[-1] > 100


# ---------------------------------------------------------------------------------------------------- schedules


@pytest.fixture(scope="module")
def scheduled(performed):
    names = ("none", "step", "cosine", "warm-up")
    return {name: performed("learning_rate", schedule=name)["Train with one of them"] for name in names}


def test_the_schedules_follow_their_formulas(scheduled):
    step = np.arange(200)
    assert np.allclose(scheduled["none"].column("rate"), 0.028)
    assert np.allclose(scheduled["step"].column("rate"), 0.028 * 0.2 ** (step // 60))
    assert np.allclose(scheduled["cosine"].column("rate"), 0.014 * (1 + np.cos(np.pi * step / 200)))
    warm = np.where(step < 20, 0.028 * (0.05 + 0.95 * step / 20), 0.014 * (1 + np.cos(np.pi * (step - 20) / 180)))
    assert np.allclose(scheduled["warm-up"].column("rate"), warm, atol=1e-6)


def test_with_a_schedule_it_shakes_less_in_the_end_than_at_a_constant_rate(scheduled):
    ends = {name: np.array(cell.column("loss")[-50:]) for name, cell in scheduled.items()}
    for name in ("step", "cosine", "warm-up"):
        assert ends[name].mean() < 0.95 * ends["none"].mean()
        assert ends[name].std() < 0.2 * ends["none"].std()


def test_without_warm_up_the_first_step_throws_the_model_off(scheduled):
    first = {name: cell.column("loss")[:20] for name, cell in scheduled.items()}
    assert max(first["none"][1:]) > first["none"][0]
    assert max(scheduled["warm-up"].column("loss")[1:]) < first["warm-up"][0]


def on_batches(data, rates, seed):
    """The loss on all of the data before each step, and each batch's largest curvature."""
    x, y = data
    draw, w, b, losses, curvatures = np.random.default_rng(seed), 0.0, 0.0, [], []
    for rate in rates:
        i = draw.permutation(100)[:10]
        losses.append(np.mean((w * x + b - y) ** 2))
        m, s = np.mean(x[i]), np.mean(x[i] ** 2)
        curvatures.append(np.linalg.eigvalsh(2 * np.array([[s, m], [m, 1]]))[-1])
        error = w * x[i] + b - y[i]
        w, b = w - rate * 2 * np.mean(error * x[i]), b - rate * 2 * np.mean(error)
    return losses, curvatures


def test_most_runs_without_warm_up_are_thrown_off_by_a_batch_that_is_more_curved_and_none_with_it(
    data, scheduled, eigenvalues
):
    thrown = {"none": 0, "warm-up": 0}
    for seed in range(40):
        for name in thrown:
            losses, curvatures = on_batches(data, scheduled[name].column("rate")[:20], seed)
            if max(losses[1:]) > losses[0]:
                thrown[name] += 1
                first = next(k for k in range(1, 20) if losses[k] > losses[0])
                assert max(curvatures[:first]) > eigenvalues[1]  # than the whole of the data
    assert thrown["none"] > 20
    assert thrown["warm-up"] == 0


def test_the_last_cell_compares_the_learners_rate_with_the_limit(performed, eigenvalues):
    share = performed("learning_rate", learning_rate=0.03)["Your rate, as a share of the limit"].shown[""]
    assert share.item() == pytest.approx(0.03 * eigenvalues[1] / 2, rel=1e-5)


class TestTheWholeLesson(WholeLesson):
    lesson = "learning_rate"
