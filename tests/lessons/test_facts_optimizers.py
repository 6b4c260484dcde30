"""What the lesson on optimizers shows, against updates written by hand in NumPy in double precision."""

import re

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor.views.packing import unpack

START = np.array([-4.0, 1.0])
FAR_START = np.array([-1.5, 2.0])


SETTINGS = {
    "default": {},
    "fast": {"learning_rate": 0.07, "beta": 0.9, "schedule": "cosine", "terrain": "Rosenbrock"},
    "no momentum": {"learning_rate": 0.07, "beta": 0.0, "schedule": "one cycle"},
    "slow": {"learning_rate": 0.002, "beta": 0.99, "schedule": "plateau"},
}
"""Few runs in which each control has each value that a test looks at."""


@pytest.fixture(scope="module")
def runs(performed):
    return {name: performed("optimizers", **controls) for name, controls in SETTINGS.items()}


@pytest.fixture(scope="module")
def run(runs):
    return runs["default"]


def ravine(p):
    return (p[0] ** 2 + 50 * p[1] ** 2) / 2


def rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def slope(loss, p, h=1e-6):
    """Central differences."""
    sides = np.eye(2) * h
    return np.array([(loss(p + side) - loss(p - side)) / (2 * h) for side in sides])


def sgd(rate, beta=0.0, *, nesterov=False):
    v = np.zeros(2)

    def step(p, g, _):
        nonlocal v
        v = beta * v + g
        return p - rate * (g + beta * v if nesterov else v)

    return step


def rmsprop(rate, alpha=0.99, eps=1e-8):
    s = np.zeros(2)

    def step(p, g, _):
        nonlocal s
        s = alpha * s + (1 - alpha) * g**2
        return p - rate * g / (np.sqrt(s) + eps)

    return step


def adam(rate, decay=0.0, b1=0.9, b2=0.999, eps=1e-8):
    """Adam; with `decay` AdamW (Loshchilov and Hutter 2019)."""
    m, v = np.zeros(2), np.zeros(2)

    def step(p, g, t):
        nonlocal m, v
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        shrunk = p * (1 - rate * decay)
        return shrunk - rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)

    return step


def path(loss, start, step, count):
    """Rows (loss, x, y), each before its update."""
    p, rows = start, []
    for t in range(1, count + 1):
        rows.append((loss(p), *p))
        p = step(p, slope(loss, p), t)
    return np.array(rows)


def seen(cell, name):
    """Rows (loss, x, y) of one entrant of a race."""
    return np.stack([cell.column(f"{what}[{name}]") for what in ("loss", "x", "y")], axis=1)


def single(cell):
    return np.stack([cell.column(name) for name in ("loss", "x", "y")], axis=1)


def reaches(rows, loss):
    """The first step at which the loss is this low."""
    return next(k for k, row in enumerate(rows) if row[0] < loss)


# ----------------------------------------------------------------------------------------------------- one by one


@pytest.mark.parametrize(("name", "step"), [("SGD", sgd(0.03)), ("momentum", sgd(0.03, 0.9)), ("Adam", adam(0.3))])
def test_the_first_race_is_run_by_the_formulas(run, name, step):
    assert np.allclose(seen(run["Three ways down"], name), path(ravine, START, step, 100), rtol=1e-3, atol=1e-3)


def test_momentum_and_adam_end_lower_than_plain_sgd(run):
    last = run["Three ways down"].reports[-1]
    assert max(last["loss[momentum]"], last["loss[Adam]"]) < 0.1 * last["loss[SGD]"]


@pytest.mark.parametrize(("name", "rate", "beta"), [("default", 0.03, 0.9), ("fast", 0.07, 0.9), ("slow", 0.002, 0.99)])
def test_momentum_by_hand_is_the_formula_for_every_control(runs, name, rate, beta):
    rows = single(runs[name]["Momentum by hand"])
    assert np.allclose(rows, path(ravine, START, sgd(rate, beta), 100), rtol=1e-3, atol=1e-3)


def test_on_an_even_slope_the_velocity_comes_to_ten_gradients(run):
    assert run["Two limits"].shown["v for gradients of 1"].item() == pytest.approx(1 / (1 - 0.9), rel=1e-3)


def spectral(make):
    """The factor by which a step multiplies (y, velocity) in the steep direction: the largest eigenvalue's size."""
    return max(abs(np.linalg.eigvals(make)))


def heavy(rate, beta, *, nesterov=False):
    """The step as a matrix on (y, v), for λ = 50."""
    v = np.array([50.0, beta])
    p = np.array([1.0, 0.0]) - rate * (np.array([50.0, 0.0]) + beta * v if nesterov else v)
    return np.stack([p, v])


def test_the_limits_are_where_the_steps_matrix_begins_to_grow(run):
    plain, with_momentum = map(float, re.findall(r"= (\d\.\d+)", run["Two limits"].output))
    ahead = float(run["Nesterov by hand"].output.split("limit: ")[1])
    assert plain == 2 / 50
    assert spectral(heavy(0.999 * with_momentum, 0.9)) < 1 < spectral(heavy(1.001 * with_momentum, 0.9))
    assert spectral(heavy(0.99 * ahead, 0.9, nesterov=True)) < 1 < spectral(heavy(1.01 * ahead, 0.9, nesterov=True))
    assert spectral(np.array([[1 - 50 * 0.999 * plain]])) < 1 < spectral(np.array([[1 - 50 * 1.001 * plain]]))


def test_at_007_momentum_comes_down_and_plain_sgd_does_not(runs):
    with_it, without = (runs[name]["Momentum by hand"].column("loss") for name in ("fast", "no momentum"))
    assert with_it[-1] < with_it[0] / 10
    assert not without[-1] < without[0]


def test_at_the_rate_of_the_momentum_cell_plain_sgd_changes_sides_at_every_step_and_so_do_its_gradients(read):
    rate = read("optimizers").control("learning_rate").default
    y = path(ravine, START, sgd(rate), 20)[:, 2]
    assert (np.sign(y[1:]) == -np.sign(y[:-1])).all()
    assert abs(y[-1]) < 1e-3


def test_nesterov_is_its_formula_and_swings_less(run):
    cell = run["With and without the look ahead"]
    rows = seen(cell, "Nesterov")
    assert np.allclose(rows, path(ravine, START, sgd(0.01, 0.9, nesterov=True), 60), rtol=1e-3, atol=1e-3)
    assert np.abs(rows[1:, 2]).max() < np.abs(seen(cell, "momentum")[1:, 2]).max()
    for line in run["Nesterov by hand"].output.splitlines()[:4]:
        p, q = np.array(list(map(float, re.findall(r"-?\d+\.\d+(?:e-?\d+)?", line)))).reshape(2, 2)
        assert np.allclose(p, q, atol=1e-6)


def test_rmsprop_is_its_formula_and_needs_no_size_of_the_loss(run):
    assert np.allclose(single(run["RMSprop by hand"]), path(ravine, START, rmsprop(0.05), 80), rtol=1e-3, atol=1e-3)
    once, hundred = (float(n) for n in re.findall(r"loss (\S+)", run["A hundred times the loss"].output))
    assert once == pytest.approx(hundred, rel=0.02)


def test_rmsprops_first_moves_are_equal_and_later_ones_are_not(run):
    x, y = (np.abs(run["RMSprop by hand"].column(f"move[{name}]")) for name in "xy")
    assert x[0] == pytest.approx(y[0], rel=1e-4)
    assert (y[2:] < 0.6 * x[2:]).all()


def after_one_step(step, gradient):
    return np.abs(step(np.zeros(2), np.full(2, gradient), 1)).max()


def test_epsilon_damps_steps_whose_gradients_are_no_larger():
    whole = after_one_step(rmsprop(0.05), 1.0)
    assert after_one_step(rmsprop(0.05), 1e-3) == pytest.approx(whole, rel=1e-3)
    assert after_one_step(rmsprop(0.05), 1e-8) < 0.6 * whole


def test_a_constant_times_the_loss_changes_nothing_for_adam_and_a_small_steady_gradient_gets_steps_of_the_rate():
    paths = [path(lambda p, k=k: k * ravine(p), START, adam(0.3, eps=0.0), 50)[:, 1:] for k in (1, 1000)]
    assert np.allclose(paths[0], paths[1], atol=1e-4)
    step, p = adam(0.01), np.zeros(2)
    for t in range(1, 1000):
        before, p = p, step(p, np.full(2, 1e-5), t)
    assert np.abs(p - before) == pytest.approx(np.full(2, 0.01), rel=2e-3)


def test_bias_correction_divides_by_the_weight_gathered_so_far():
    for t in (1, 2, 10, 100):
        weights = 0.1 * 0.9 ** np.arange(t)  # of the gradients of the last t steps
        assert weights.sum() == pytest.approx(1 - 0.9**t)


def test_adam_by_hand_is_its_formula_and_pytorchs(run):
    cell = run["Adam by hand"]
    assert np.allclose(single(cell), path(ravine, START, adam(0.3), 100), rtol=1e-3, atol=1e-3)
    assert max(cell.column("apart")) < 1e-4


def test_the_first_step_of_adam_is_the_rate_and_of_rmsprop_ten_times_it(run):
    moved = [list(map(float, line.split("by ")[1].split())) for line in run["One first step"].output.splitlines()]
    assert moved[0] == pytest.approx([0.00001, 0.01, 10])
    assert moved[1] == pytest.approx([0.1] * 3, rel=1e-3)
    assert moved[2] == pytest.approx([0.01] * 3, rel=1e-3)


# ------------------------------------------------------------------------------------------------------- the race

RACERS = {
    "SGD": lambda: sgd(0.001),
    "momentum": lambda: sgd(0.001, 0.9),
    "Nesterov": lambda: sgd(0.0005, 0.9, nesterov=True),
    "RMSprop": lambda: rmsprop(0.01),
    "Adam": lambda: adam(0.1),
    "AdamW": lambda: adam(0.1, 0.1),
}


@pytest.mark.parametrize("name", RACERS)
def test_each_of_the_six_runs_by_its_formula(run, name):
    steps = 50 if name == "RMSprop" else 400  # it swings across the valley, where rounding grows
    rows = seen(run["The race of six"], name)[:steps]
    assert np.allclose(rows, path(rosenbrock, FAR_START, RACERS[name](), steps), rtol=2e-2, atol=2e-2)


def test_momentum_wins_the_race_and_sgd_hardly_moves(run):
    rows = {name: seen(run["The race of six"], name) for name in RACERS}
    apart = {name: np.hypot(*(one[-1, 1:] - 1)) for name, one in rows.items()}
    assert min(apart, key=apart.__getitem__) == "momentum"
    assert max(apart, key=apart.__getitem__) == "SGD"


def test_adam_comes_second_by_steps_far_shorter_than_its_rate_since_v_remembers_the_beginning(run):
    rows = {name: seen(run["The race of six"], name)[:, 1:] for name in RACERS}
    order = sorted(rows, key=lambda name: np.hypot(*(rows[name][-1] - 1)))
    assert order[:2] == ["momentum", "Adam"]
    lengths = np.hypot(*np.diff(rows["Adam"], axis=0).T)
    assert lengths[0] > 0.1
    assert lengths[100:].max() < 0.1 / 4
    squares = np.array([slope(rosenbrock, p) ** 2 for p in rows["Adam"]])
    assert (squares[:20].sum(axis=0) > 5 * squares[20:].sum(axis=0)).all()


def test_adamw_is_ahead_of_adam_at_200_and_behind_at_400(run):
    one, other = (seen(run["The race of six"], name)[:, 0] for name in ("AdamW", "Adam"))
    assert one[200] < other[200]
    assert one[-1] > other[-1]


def test_adamw_never_rests_on_the_lowest_point():
    rows = path(rosenbrock, FAR_START, adam(0.1, 0.1), 3000)
    assert np.hypot(*(rows[1000:, 1:] - 1).T).min() > 0.1


@pytest.mark.parametrize(
    ("title", "loss", "lowest"),
    [("Three ways down", ravine, (0, 0)), ("The race of six", rosenbrock, (1, 1))],
)
def test_a_map_is_its_loss_and_holds_the_paths(run, title, loss, lowest):
    view = run[title].views["surface"]
    assert view.best == lowest
    assert loss(np.array(lowest)) == 0
    grid = view.grids[0]
    values = np.array(unpack(grid.values)).reshape(grid.height, grid.width)
    xs, ys = np.linspace(grid.x[0], grid.x[1], grid.width), np.linspace(grid.y[0], grid.y[1], grid.height)
    for i, j in [(0, 0), (7, 30), (40, 21)]:
        assert values[j, i] == pytest.approx(loss((xs[i], ys[j])), rel=1e-4)
    for report in run[title].reports:
        for name, value in report.items():
            if name[0] in "xy":
                low, high = grid.x if name[0] == "x" else grid.y
                assert low < value < high, name


# --------------------------------------------------------------------------------------- state, decay, groups


def test_the_state_of_each_is_what_pytorch_keeps(run):
    lines = dict(line.split(maxsplit=1) for line in run["State for each point of the race"].output.splitlines())
    assert lines["SGD"] == "nothing"
    assert lines["momentum"] == lines["Nesterov"] == "momentum_buffer"
    assert lines["RMSprop"] == "step, square_avg"
    assert lines["Adam"] == lines["AdamW"] == "step, exp_avg, exp_avg_sq"


def test_adams_state_is_twice_the_model_and_two_counters(run):
    parameters, state = (int(n.replace(",", "")) for n in re.findall(r"[\d,]{3,}", run["State for a layer"].output))
    assert parameters == 784 * 100 + 100
    assert state == 2 * parameters + 2


def test_a_run_with_its_state_goes_on_as_if_there_were_no_break(run):
    cell = run["A break at step 50"]
    whole = path(ravine, START, adam(0.3), 100)[:, 0]
    kept, lost = np.array(cell.column("loss[with its state]")), np.array(cell.column("loss[without]"))
    assert np.allclose(kept, whole, rtol=1e-3, atol=1e-4)
    assert np.array_equal(kept[:51], lost[:51])
    assert not np.allclose(kept[51:], lost[51:], rtol=1e-2)


def test_adamw_shrinks_both_weights_alike_and_adam_by_their_gradients(run):
    cell = run["Two weights, two decays"]
    decoupled = [cell.column(f"weight[AdamW, {size}]")[-1] for size in ("10", "0.1")]
    coupled = [cell.column(f"weight[Adam, {size}]")[-1] for size in ("10", "0.1")]
    assert decoupled[0] == pytest.approx(decoupled[1], rel=1e-4)
    assert decoupled[0] == pytest.approx((1 - 0.01 * 0.1) ** 299, abs=0.02)
    assert coupled[0] > 0.9
    assert coupled[1] < 0.1


def test_a_rate_of_its_own_lets_b_catch_up(run):
    x = np.arange(100) / 10
    y = run.names["targets"].double().numpy().ravel()
    for name, rates in (("one rate", (0.01, 0.01)), ("two rates", (0.01, 0.3))):
        w, b = 0.0, 4.0
        for loss, seen_b in zip(
            run["Train both"].column(f"loss[{name}]"), run["Train both"].column(f"b[{name}]"), strict=True
        ):
            error = w * x + b - y
            assert loss == pytest.approx(np.mean(error**2), rel=1e-3)
            assert seen_b == pytest.approx(b, abs=1e-3)
            w, b = w - rates[0] * 2 * np.mean(error * x), b - rates[1] * 2 * np.mean(error)
    best = np.linalg.lstsq(np.stack([x, np.ones(100)], axis=1), y, rcond=None)[0][1]
    last = run["Train both"].reports[-1]
    assert abs(last["b[two rates]"] - best) < 0.05 < 1 < abs(last["b[one rate]"] - best)


def test_only_matrices_are_in_the_group_that_decays(run):
    assert run["Decay for some"].output.splitlines() == [
        "decay 0.1: [(8, 4), (2, 8)]",
        "decay 0.0: [(8,), (8,), (8,), (2,)]",
    ]


# ----------------------------------------------------------------------------------- schedules, and one's own


@pytest.fixture(scope="module")
def scheduled(runs):
    names = {"none": "default", "cosine": "fast", "one cycle": "no momentum", "plateau": "slow"}
    return {name: runs[run]["Adam on mini-batches"] for name, run in names.items()}


def test_the_rates_are_those_that_the_schedules_name(scheduled):
    step = np.arange(200)
    rates = {name: np.array(cell.column("rate")) for name, cell in scheduled.items()}
    assert np.allclose(rates["none"], 0.5)
    assert np.allclose(rates["cosine"], 0.25 * (1 + np.cos(np.pi * step / 200)))
    top = int(rates["one cycle"].argmax())
    assert 0 < top < 100
    assert rates["one cycle"].max() == pytest.approx(0.5, rel=1e-3)
    assert rates["one cycle"][0] == pytest.approx(0.5 / 25)  # whatever rate Adam was given
    assert (np.diff(rates["one cycle"][: top + 1]) > 0).all()
    assert (np.diff(rates["one cycle"][top:]) < 0).all()
    cuts = rates["plateau"][1:] / rates["plateau"][:-1]
    assert {round(one, 6) for one in cuts} == {1.0, 0.5}


def test_one_cycle_moves_beta_against_the_rate(scheduled):
    rate, beta = (np.array(scheduled["one cycle"].column(name)) for name in ("rate", "beta1"))
    assert np.array_equal(np.sign(np.diff(rate))[:50], -np.sign(np.diff(beta))[:50])
    assert set(scheduled["cosine"].column("beta1")) == {0.9}


def test_with_a_schedule_adam_comes_to_rest_and_without_it_keeps_shaking(scheduled):
    ends = {name: np.array(cell.column("loss")[-40:]) for name, cell in scheduled.items()}
    for name in ("cosine", "one cycle", "plateau"):
        assert ends[name].std() < 0.1 * ends["none"].std(), name
        assert ends[name].mean() < ends["none"].mean(), name


@pytest.mark.parametrize(
    ("name", "loss", "start", "rate"), [("default", ravine, START, 0.05), ("fast", rosenbrock, FAR_START, 0.03)]
)
def test_ones_own_optimizer_steps_by_the_sign_of_a_running_mean(runs, name, loss, start, rate):
    rows = seen(runs[name]["It joins the race"], "yours")
    moves = np.diff(rows[:, 1:], axis=0)
    assert np.allclose(np.abs(moves)[np.abs(moves) > 1e-3], rate, atol=1e-4)
    mean = np.zeros(2)
    for p, move in zip(rows[:40, 1:], moves, strict=False):
        mean = 0.9 * mean + 0.1 * slope(loss, p)
        clear = np.abs(mean) > 1e-2  # a mean near zero has either sign, by rounding
        assert np.array_equal(np.sign(move)[clear], -np.sign(mean)[clear])
    assert np.allclose(rows[0, 1:], start)


def test_ones_own_optimizer_keeps_state_and_runs_a_closure(run):
    p = torch.ones(2, requires_grad=True)
    mine = run.names["Mine"]([p], lr=0.1)

    def closure():
        mine.zero_grad()
        loss = (p**2).sum()
        loss.backward()
        return loss

    assert mine.step(closure).item() == 2
    assert p.tolist() == pytest.approx([0.9, 0.9])
    assert torch.allclose(mine.state_dict()["state"][0]["mean"], torch.tensor([0.2, 0.2]))


def test_the_last_cell_lists_the_optimizers_of_the_lesson_and_not_what_they_come_from(run):
    listed = run["The others"].shown[""]
    assert {"SGD", "RMSprop", "Adam", "AdamW"} <= set(listed)
    assert "Optimizer" not in listed


def test_one_cycle_wants_to_be_told_where_there_is_no_momentum(run):
    mine = run.names["Mine"]([torch.ones(2, requires_grad=True)], lr=0.1)
    with pytest.raises(ValueError, match="momentum"):
        torch.optim.lr_scheduler.OneCycleLR(mine, max_lr=0.1, total_steps=9)
    torch.optim.lr_scheduler.OneCycleLR(mine, max_lr=0.1, total_steps=9, cycle_momentum=False)


def test_a_schedule_down_to_0_brings_the_optimizer_of_signs_to_rest(run):
    p = torch.tensor([-4.0, 1.0], requires_grad=True)
    mine = run.names["Mine"]([p], lr=0.05)
    down = torch.optim.lr_scheduler.LinearLR(mine, 1.0, 0.0, total_iters=200)
    ends = []
    for _ in range(200):
        mine.zero_grad()
        ravine(p).backward()
        before = p.detach().clone()
        mine.step()
        down.step()
        ends.append((p.detach() - before).norm().item())
    assert ends[-1] < 0.01 * ends[0]
    assert p.detach().norm() < 0.1


class TestTheWholeLesson(WholeLesson):
    lesson = "optimizers"
