"""What the lesson on losses shows, against NumPy in double precision, finite differences and definitions."""

import math
import re

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor.views.packing import unpack


@pytest.fixture(scope="module")
def run(performed):
    return performed("losses")


def huber(e, delta):
    return np.where(np.abs(e) <= delta, e**2 / 2, delta * (np.abs(e) - delta / 2))


LOSSES = {"MSE": lambda e, _: e**2, "L1": lambda e, _: np.abs(e), "Huber": huber}
"""Of errors, and Huber's delta."""


def lines_of(view):
    """The series of a comparison: name → (x, y)."""
    return {one.name: (np.array(unpack(one.x)), np.array(unpack(one.y))) for one in view.series}


def array(tensor):
    return tensor.detach().double().numpy()


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(z, labels):
    return float(-np.log(softmax(z)[np.arange(len(z)), labels]).mean())


# ------------------------------------------------------------------------------------------ outlier, and the pulls


def bent(run, height):
    x, y = array(run.names["x"]).ravel(), array(run.names["y"]).ravel()
    return x, np.append(y[:-1], height)


def test_the_mse_line_is_the_least_squares_line_of_all_points_with_the_outlier(run):
    x, y = bent(run, -6.0)
    slope, _ = np.polyfit(x, y, 1)
    assert run["Three losses, three lines"].shown["slope by MSE"] == pytest.approx(slope, abs=1e-3)


@pytest.mark.parametrize("name", ["L1", "Huber"])
def test_the_other_lines_are_lowest_where_they_ended(run, name):
    x, y = bent(run, -6.0)
    line = run.names["lines"][name]
    w, b = line.weight.item(), line.bias.item()

    def total(w, b):
        return LOSSES[name](w * x + b - y, 1.0).mean()

    around = [total(w + dw, b + db) for dw in (-0.3, 0, 0.3) for db in (-0.3, 0, 0.3)]
    assert total(w, b) <= min(around) + 1e-3


def test_one_line_follows_the_outlier_and_two_hardly_move(performed):
    ends = {}
    for height in (-6.0, 6.0):
        ends[height] = performed("losses", outlier=height)["Three losses, three lines"].shown
    moved = {name: abs(ends[-6.0][f"slope by {name}"] - ends[6.0][f"slope by {name}"]) for name in LOSSES}
    assert moved["MSE"] > 1.5
    assert moved["L1"] < 0.7
    assert moved["Huber"] < 0.7


def test_the_outlier_may_be_dragged_while_the_lines_train(performed):
    still = performed("losses", outlier=2.0)["Three losses, three lines"].shown["slope by MSE"]
    moved = performed("losses", outlier=dragged_down_at_200)["Three losses, three lines"].shown["slope by MSE"]
    assert still - moved > 0.5


def dragged_down_at_200(step):
    return -8.0 if step >= 200 else 2.0


@pytest.mark.parametrize("delta", [1.0, 2.0])
def test_loss_curves_and_their_gradients_are_those_of_the_formulas(performed, delta):
    views = performed("losses", delta=delta)["Loss and gradient of one error"].views
    curves, pulls = lines_of(views["loss"]), lines_of(views["gradient"])
    assert set(curves) == set(pulls) == set(LOSSES)
    for name, formula in LOSSES.items():
        e, values = curves[name]
        assert (e[0], e[-1], len(e)) == (-3, 3, 25)
        assert np.allclose(values, formula(e, delta), atol=1e-5)
        slopes = (formula(e + 1e-6, delta) - formula(e - 1e-6, delta)) / 2e-6
        assert np.allclose(pulls[name][1], slopes, atol=1e-4)


def test_hubers_pull_never_exceeds_delta(performed):
    pulls = lines_of(performed("losses", delta=1.0)["Loss and gradient of one error"].views["gradient"])
    assert np.abs(pulls["Huber"][1]).max() == pytest.approx(1.0)


def test_an_error_ten_times_as_large_pulls_ten_times_as_hard_only_in_mse(run):
    output = run["The pull of your errors"].output
    rows = [[float(number) for number in re.findall(r"(?<=\s)[\d.]+(?=\s|$)", line)] for line in output.splitlines()]
    for m, one, hub, size in rows:
        assert (m, one, hub) == pytest.approx((2 * size, 1, min(size, 1)), abs=0.05)
    assert [row[3] for row in rows] == [0.1, 1.0, 10.0, 100.0]


# ------------------------------------------------------------------------------------------- candidates, reduction


def candidates(run):
    return {name: lines_of(view)[name] for name, view in run["Three candidates"].views.items()}


def test_the_candidates_are_what_they_are_called(run):
    x, y = array(run.names["x"]), array(run.names["y"])
    series = candidates(run)
    b = series["squared"][0]
    errors = [2 * x + one - y for one in b]
    assert np.allclose(series["squared"][1], [(e**2).mean() for e in errors], atol=1e-4)
    assert np.allclose(series["signed"][1], [e.mean() for e in errors], atol=1e-5)
    assert np.abs(series["missed"][1] - [(np.abs(e) > 0.5).mean() for e in errors]).max() <= 0.05 + 1e-6


def test_the_squared_error_is_lowest_near_0_the_signed_one_falls_for_ever_the_share_goes_in_stairs(run):
    series = candidates(run)
    b, squared = series["squared"]
    assert abs(b[squared.argmin()]) <= 0.11
    assert (np.diff(series["signed"][1]) > 0).all()
    stairs = series["missed"][1] * 20
    assert np.allclose(stairs, stairs.round(), atol=1e-5)
    assert (np.diff(series["missed"][1]) == 0).mean() > 0.5


def test_only_the_share_has_no_gradient(run):
    says = [line.split() for line in run["Three candidates"].output.splitlines()]
    assert {line[0]: line[-1] for line in says} == {"squared": "True", "signed": "True", "missed": "False"}


def test_the_reductions(run):
    cell = run["Three reductions"]
    each = (np.array([1, 2, 3, 4]) - np.array([1, 2.5, 2, 8])) ** 2
    assert array(cell.shown["none"]).tolist() == each.tolist()
    assert cell.shown["the worst"].item() == each.argmax()
    assert cell.shown["mean"].item() == pytest.approx(each.mean())
    assert cell.shown[""].item() == pytest.approx(each.sum())


def test_the_sum_diverges_at_the_rate_of_the_mean_as_its_curvature_says(run):
    cell = run["The sum and the mean"]
    x = array(run.names["x"]).ravel()
    hessian = 2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]])
    largest = np.linalg.eigvalsh(hessian)[-1]
    assert 2 / largest > 0.1
    assert 2 / (20 * largest) < 0.1
    assert cell.column("loss[mean]")[-1] < 0.1
    assert cell.column("loss[sum / 20]")[-1] > 1e6


def test_a_rate_20_times_smaller_makes_both_the_same(performed):
    cell = performed("losses", sum_rate=0.005)["The sum and the mean"]
    assert cell.column("loss[sum / 20]") == pytest.approx(cell.column("loss[mean]"), rel=1e-4)


# ---------------------------------------------------------------------------------------------- the shape accident


def test_a_column_against_a_row_is_shown_as_the_square_it_becomes(run):
    cell = run["A column against a row"]
    p, row = array(run.names["inputs"]) * 2, array(run.names["row"])
    assert run.names["difference"].shape == (100, 100)
    assert cell.views["difference"].shape == (100, 100)
    assert "broadcasting" in cell.views
    assert cell.shown[""].item() == pytest.approx(np.mean([(a - b) ** 2 for a in p.ravel() for b in row]), rel=1e-5)
    assert cell.shown["meant"].item() == pytest.approx(np.mean((p.ravel() - row) ** 2), rel=1e-5)


def test_the_accident_learns_a_flat_line_at_the_mean_of_all_targets(run):
    x, y = array(run.names["inputs"]).ravel(), array(run.names["row"])
    accident, right = run.names["fits"]["row"], run.names["fits"]["column"]
    assert accident.weight.item() == pytest.approx(0, abs=0.01)
    assert accident.bias.item() == pytest.approx(y.mean(), abs=0.01)
    slope, intercept = np.polyfit(x, y, 1)
    assert right.weight.item() == pytest.approx(slope, abs=0.01)
    assert right.bias.item() == pytest.approx(intercept, abs=0.01)
    losses = run["Trained on each"].column("loss[row]")
    assert losses[-1] < losses[0]
    assert losses[-1] == pytest.approx(y.var(), rel=1e-2)


# -------------------------------------------------------------------------------------------------- classification


def test_binary_cross_entropy_is_that_of_its_definition(run):
    cell = run["A probability, trained"]
    score, t = array(run.names["score"]), array(run.names["spam"])
    w, b = fit_logistic(score, t)
    p = 1 / (1 + np.exp(-(w * score + b)))
    wanted = -(t * np.log(p) + (1 - t) * np.log(1 - p)).mean()
    assert cell.column("loss")[-1] == pytest.approx(wanted, abs=1e-4)
    assert cell.column("count[missed]")[-1] == ((p <= 0.5) & (t == 1)).sum()
    assert cell.column("count[false]")[-1] == ((p > 0.5) & (t == 0)).sum()


def fit_logistic(x, t):
    """Newton's method on the binary cross-entropy: slope and intercept."""
    columns = np.concatenate([x, np.ones_like(x)], axis=1)
    theta = np.zeros((2, 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-columns @ theta))
        theta -= np.linalg.solve(columns.T @ (p * (1 - p) * columns), columns.T @ (p - t))
    return theta.ravel()


def test_a_higher_threshold_misses_more_and_raises_fewer_false_alarms_at_the_same_loss(performed):
    cells = [performed("losses", threshold=value)["A probability, trained"] for value in (0.05, 0.95)]
    low, high = (cell.reports[-1] for cell in cells)
    assert high["count[missed]"] > low["count[missed]"]
    assert high["count[false]"] < low["count[false]"]
    assert cells[0].column("loss") == cells[1].column("loss")


def test_the_pulls_on_the_logit(run):
    pulls = lines_of(run["The pull on the logit, where the target is 1"].views["pull"])
    z, of_entropy = pulls["cross-entropy"]
    p = 1 / (1 + np.exp(-z))
    assert np.allclose(of_entropy, p - 1, atol=1e-5)
    assert np.allclose(pulls["squared"][1], 2 * (p - 1) * p * (1 - p), atol=1e-5)
    at = np.abs(z + 6).argmin()
    assert abs(pulls["squared"][1][at]) < 0.01 < 0.99 < abs(of_entropy[at])


@pytest.mark.parametrize("third", [1.0, 8.0])
def test_shares_and_loss_are_softmax_and_cross_entropy(performed, third):
    run = performed("losses", third=third)
    z = np.array([[2.0, 0.5, third]])
    report = run["Shares and loss"].reports[-1]
    assert [report[f"share[{name}]"] for name in ("first", "second", "third")] == pytest.approx(softmax(z)[0], rel=1e-4)
    four = run["Four ways"].shown
    for value in (report["loss"], *(one.item() for one in four.values())):
        assert value == pytest.approx(cross_entropy(z, [0]), rel=1e-4)
    assert len(four) == 4


def test_after_a_second_softmax_the_loss_cannot_come_near_0(run):
    cell, lowest = run["Logits against shares"], run["The lowest it can get"]
    floor = cross_entropy(np.array([[1.0, 0.0, 0.0]]), [0])
    assert lowest.shown[""].item() == pytest.approx(floor, rel=1e-5)
    assert array(lowest.shown["softmax of it"]) == pytest.approx(softmax(np.array([[1.0, 0, 0]])), rel=1e-5)
    assert min(cell.column("loss[shares]")) > floor
    assert (round(floor, 2), round(math.log(3), 1)) == (0.55, 1.1)
    assert lowest.shown["softmax of it"].flatten().tolist() == pytest.approx([0.58, 0.21, 0.21], abs=0.005)
    assert floor < cell.column("loss[shares]")[-1] < 0.6
    assert cell.column("loss[logits]")[-1] < 0.05
    for name, model in run.names["models"].items():  # both find the right classes
        found = array(model(run.names["points"])).argmax(axis=1) == run.names["labels"].numpy()
        assert found.mean() > 0.98
        assert cell.column(f"right[{name}]")[-1] == pytest.approx(found.mean(), abs=0.011)


def test_the_naive_ways_break_where_float32_ends(run):
    cell = run["Three ways to the same loss"]
    z = np.arange(120.0)
    assert cell.column("loss[logits]") == pytest.approx(list(np.logaddexp(0, z)), rel=1e-5)
    rounded = next(step for step in range(120) if np.float32(1) / (np.float32(1) + np.exp(np.float32(-step))) == 1)
    broken = {name: np.isinf(cell.column(f"loss[{name}]")).argmax() for name in ("sigmoid", "exp")}
    assert broken["sigmoid"] == rounded
    assert np.exp(broken["exp"]) > np.finfo(np.float32).max > np.exp(broken["exp"] - 1)
    assert cell.shown[""] == float(np.finfo(np.float32).max)


def test_log_sum_exp(run):
    shown = run["Log-sum-exp"].shown
    wanted = np.logaddexp.reduce([1000.0, 999.0, 0.0])
    assert shown["as it stands"].item() == np.inf
    assert shown["the trick"].item() == shown[""].item() == pytest.approx(wanted, rel=1e-6)


def test_the_loss_of_a_single_logit_is_the_log_sum_exp_of_0_and_it(run):
    shown = run["A single logit"].shown
    wanted = np.logaddexp(0, [-200.0, 0.0, 200.0])
    assert shown["as it stands"].tolist()[2] == np.inf
    for name in ("of 0 and z", "softplus", ""):
        assert shown[name].numpy() == pytest.approx(wanted, abs=1e-6)


# ------------------------------------------------------------------------------------------------------- penalties


def weights(run):
    last = run["Eight weights"].reports[-1]
    return np.array([last[f"w[w{i}]"] for i in range(8)])


def samples(run):
    """The features with a column of ones, and the targets."""
    features = array(run.names["X"])
    return np.concatenate([features, np.ones((len(features), 1))], axis=1), array(run.names["Y"])


def test_without_a_penalty_the_weights_come_to_least_squares_and_fit_noise(performed):
    run = performed("losses", penalty="none")
    columns, targets = samples(run)
    best = np.linalg.lstsq(columns, targets, rcond=None)[0].ravel()
    assert weights(run) == pytest.approx(best[:8], abs=0.02)
    assert np.abs(weights(run)[2:]).max() > 0.3


def test_an_l2_penalty_leads_to_ridge_regression(performed):
    run = performed("losses", penalty="L2")
    columns, targets = samples(run)
    price = np.diag([0.5] * 8 + [0.0])  # the bias goes free
    ridge = np.linalg.solve(columns.T @ columns / 30 + price, columns.T @ targets / 30).ravel()
    assert weights(run) == pytest.approx(ridge[:8], abs=0.01)
    assert np.abs(weights(run)[2:]).max() > 0.1


def test_an_l2_penalty_makes_the_weights_smaller_as_a_whole_not_each_one_and_the_error_larger(performed):
    none, ridge = (performed("losses", penalty=kind) for kind in ("none", "L2"))
    before, after = weights(none), weights(ridge)
    assert np.linalg.norm(after) < 0.7 * np.linalg.norm(before)
    assert after[0] < before[0] - 1  # that one matters, and pays, too
    assert (np.abs(after) > np.abs(before)).any()
    assert (np.sign(after) != np.sign(before)).any()
    columns, targets = samples(none)
    spread = [np.std(targets.ravel() - columns[:, :8] @ one) for one in (before, after)]
    assert spread[0] < spread[1]


def test_an_l1_penalty_leaves_almost_nothing_of_the_weights_that_do_not_matter(performed):
    found = weights(performed("losses", penalty="L1"))
    assert np.abs(found[2:]).max() <= 0.05  # a step is 0.05 · 0.5 wide
    assert found[0] > 2
    assert found[1] < -1


def test_weight_decay_is_the_l2_penalty_of_half_its_strength(run):
    written_out, decayed = run["Weight decay is an L2 penalty"].shown[""]
    assert written_out.tolist() == pytest.approx(decayed.tolist(), rel=1e-5)
    torch.manual_seed(0)
    start = torch.nn.Linear(8, 1).weight[0, :4]
    assert (written_out - start).abs().min() > 1e-3


def test_weight_decay_is_an_l2_penalty_in_sgd_and_not_in_adamw():
    for kind, same in ((torch.optim.SGD, True), (torch.optim.AdamW, False)):
        moved = []
        for decay in (0.0, 0.4):
            p = torch.tensor([3.0, -0.5], requires_grad=True)
            optimizer = kind([p], lr=0.05, weight_decay=decay)
            loss = (p * torch.tensor([1.0, 2.0])).sum() + (0.0 if decay else 0.2 * p.square().sum())
            loss.backward()
            optimizer.step()
            moved.append(p.detach())
        assert torch.allclose(moved[0], moved[1]) == same


def test_squares_are_the_likelihood_of_normal_noise_and_absolute_values_that_of_laplaces():
    errors = torch.linspace(-3, 3, 7)
    zero, one = torch.tensor(0.0), torch.tensor(1.0)
    normal = -torch.distributions.Normal(zero, one).log_prob(errors)
    laplace = -torch.distributions.Laplace(zero, one).log_prob(errors)
    assert torch.allclose(normal - normal[3], errors.square() / 2, atol=1e-6)
    assert torch.allclose(laplace - laplace[3], errors.abs(), atol=1e-6)


# ----------------------------------------------------------------------------------------------- a loss of one's own


def test_the_cost_of_a_day(run):
    wanted = np.mean([4 * 2.0, 1.0])  # two loaves too few, one too many
    assert run["What a day costs"].shown[""].item() == pytest.approx(wanted)


@pytest.mark.parametrize("too_few", [1.0, 4.0, 9.0])
def test_the_line_settles_where_the_costs_balance(performed, too_few):
    enough = performed("losses", too_few=too_few)["Train the baker"].column("enough")
    assert np.mean(enough[-50:]) == pytest.approx(too_few / (1 + too_few), abs=0.03)


class TestTheWholeLesson(WholeLesson):
    lesson = "losses"
