"""What the lesson on universal approximation shows, against NumPy, exact Hessians and other seeds."""

import re
from functools import cache
from typing import cast

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from tests.lessons.conftest import perform
from tests.lessons.whole_lesson import WholeLesson
from tutor.commands.verifying.lessons import needed_by_each
from tutor.course.model import Lesson
from tutor.views.packing import unpack

SLUG = "universal_approximation"
SEEDS = range(10)


@pytest.fixture(scope="module")
def ran(read):
    """Runs one cell with those that it needs, where each `manual_seed(0)` of theirs may take another seed."""
    lesson = read(SLUG)
    needed = needed_by_each(lesson)
    places = {cell.title: place for place, cell in enumerate(lesson.cells)}

    @cache
    def run(title, seed=0, **controls):
        seeded = [replace(one, source=one.source.replace("seed(0)", f"seed({seed})")) for one in lesson.cells]
        place = places[title]
        given = {**controls, "seed": seed}
        return perform(cast("Lesson", Rewritten(SLUG, seeded)), given, {place, *needed[place]})

    return run


class Rewritten:
    """As much of a lesson as running its cells takes."""

    def __init__(self, slug, cells):
        self.slug, self.cells = slug, cells


def wave(x):
    return np.sin(6 * x) + np.sin(15 * x) / 2


# ------------------------------------------------------------------------------------------------------- by hand


def test_a_layer_of_relus_bends_only_where_a_unit_is_0(ran):
    names = ran("Where they are").names
    model, x = names["bent"], torch.linspace(-1, 1, 4001, dtype=torch.float64)[:, None]
    model = model.double()
    with torch.no_grad():
        slope = model(x).squeeze(1).diff() / x.squeeze(1).diff()
    bends = x[1:-1][slope.diff().abs() > 1e-6].squeeze(1)
    corners = names["corners"].detach()
    assert len(bends) > 0
    for bend in bends:
        assert (corners - bend).abs().min() < 1e-3
    model.float()


def test_the_hat_is_0_up_to_its_foot_1_at_the_top_and_level_again(ran):
    hat = ran("Three changes of slope").names["hat"]
    assert hat(torch.tensor([-2.0, -0.5, -0.25, 0.0, 0.25, 0.5, 3.0])).tolist() == [0, 0, 0.5, 1, 0.5, 0, 0]


def test_corners_by_hand_are_numpys_interpolation_and_stairs_their_heights(ran):
    names = ran("The largest error over n").names
    x = np.linspace(-1, 1, 999)
    column = torch.tensor(x, dtype=torch.float32)[:, None]
    for n in (4, 9, 64):
        k = np.linspace(-1, 1, n + 1)
        straight = names["bends"](n, column).numpy()
        assert np.allclose(straight, np.interp(x, k, wave(k)), atol=1e-3)
        level = names["stairs"](n, column).numpy()
        middles = wave((k[1:] + k[:-1]) / 2)
        place = np.clip(np.searchsorted(k, x, side="right") - 1, 0, n - 1)
        inner = np.abs(x[:, None] - k).min(axis=1) > 1e-4
        assert np.allclose(level[inner], middles[place][inner], atol=1e-4)


def test_the_numbers_by_hand_make_the_same_network(ran):
    title = "The same as a network"
    assert float(ran(title).cells[title].output.split(":")[1]) < 1e-4


def test_twice_the_units_halve_the_error_of_stairs_and_quarter_that_of_corners(ran):
    title = "The largest error over n"
    chart = ran(title).cells[title].views["comparison"]
    for series in chart.series:
        y = np.array(unpack(series.y))
        factors = y[1:] / y[:-1]
        wanted = {"stairs": 0.5, "corners": 0.25}[series.name]
        assert factors[-3:] == pytest.approx([wanted] * 3, rel=0.15)


# ------------------------------------------------------------------------------ random features, and descent


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_64_random_units_follow_the_wave_closely_and_descent_is_not_there_in_300_steps(ran, seed):
    cells = ran("Descent against least squares", seed).cells
    solved = cells["Random features"].shown[""].item()
    descent = cells["Descent against least squares"].column("loss[descent]")
    assert solved < 1e-3
    assert min(descent) > 20 * solved


def test_the_error_of_random_features_falls_with_their_number(ran):
    title = "Random features"
    errors = [ran(title, features=n).cells[title].shown[""].item() for n in (4, 16, 64)]
    assert errors[0] > 3 * errors[1] > 9 * errors[2]


def test_a_sum_of_squares_is_a_parabola(ran):
    names = ran("An activation that will not do").names
    x = np.linspace(-1, 1, 128)
    best = np.polyval(np.polyfit(x, wave(x), 2), x)
    squares = names["squared"](names["x"]) @ names["best"]
    assert np.allclose(squares.squeeze(1).numpy(), best, atol=0.02)


# ------------------------------------------------------------------------------------------ width, depth, seeds


def test_five_starts_end_at_very_different_losses(ran):
    last = ran("Five starts").cells["Five starts"].reports[-1].values()
    assert len(last) == 5
    assert max(last) > 3 * min(last)


@pytest.mark.parametrize("layers", [1, 2, 4, 7])
def test_each_fold_doubles_the_straight_pieces(ran, layers):
    cell = ran("Fold it again", layers=layers).cells["Fold it again"]
    units, corners = map(int, re.findall(r"\d+", cell.output))
    assert units == 2 * layers
    assert corners == 2**layers - 1


# ---------------------------------------------------------------------------------------- storing, overfitting


@pytest.mark.parametrize(("pairs", "seed"), [(50, 0), (100, 1), (200, 2)])
def test_random_pairs_are_stored_by_those_with_clearly_more_parameters_and_never_with_fewer(ran, pairs, seed):
    cell = ran("Train all five", seed, pairs=pairs).cells["Train all five"]
    for count in (31, 61, 121, 241, 481):
        best = min(cell.column(f"loss[{count}]"))
        if count < pairs:
            assert best > 0.01, count
        elif count > 1.3 * pairs:
            assert best < 0.01, count


def test_the_parameters_are_ten_times_the_width_and_one(ran):
    assert list(ran("Memorize random pairs").names["stores"]) == [10 * width + 1 for width in (3, 6, 12, 24, 48)]


OVERFIT = "Train, and look at the others"


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_held_out_loss_rises_while_the_training_loss_falls(ran, seed):
    cell = ran(OVERFIT, seed).cells[OVERFIT]
    held_out, training = np.array(cell.column("loss[held out]")), cell.column("loss[training]")
    lowest = int(held_out.argmin())
    assert lowest < 200
    assert held_out[-1] > 1.1 * held_out[lowest]
    assert training[-1] < training[lowest]


@pytest.mark.parametrize("seed", [0, 1])
def test_with_ten_times_the_points_there_is_less_overfitting(ran, seed):
    many, few = (ran(OVERFIT, seed, points=n).cells[OVERFIT].column("loss[held out]") for n in (150, 15))
    assert many[-1] / min(many) < few[-1] / min(few)
    assert many[-1] < few[-1]


# ------------------------------------------------------------------------------------------------- curvature


@pytest.mark.parametrize("seed", [0, 6])
def test_adam_is_far_ahead_of_sgd_and_the_higher_of_two_rates_ahead_of_the_lower(ran, seed):
    cell = ran("Train the three", seed).cells["Train the three"]
    best = {name: min(cell.column(f"loss[{name}]")) for name in ("SGD 0.02", "SGD 0.1", "Adam 0.01")}
    assert best["Adam 0.01"] < 0.5 * best["SGD 0.1"]
    assert best["SGD 0.1"] < best["SGD 0.02"]


def test_two_layers_of_32_units_have_over_a_thousand_parameters_and_their_hessian_a_million_entries(ran):
    network = ran("Networks for later screens").names["network"]
    count = sum(p.numel() for p in network(32, 2, "ReLU").parameters())
    assert count > 1000
    assert count**2 > 1_000_000


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_power_iteration_finds_the_largest_eigenvalue_in_size_and_it_is_positive(ran, seed):
    last = ran("Power iteration", seed).cells["Power iteration"].reports[-1]
    assert last["λmax[estimate]"] == pytest.approx(last["λmax[exact]"], rel=0.02)


def test_the_product_is_the_hessian_times_v(ran):
    names = ran("The start, and a v after 20 products").names
    model = names["network"](3, 2, "tanh").double()
    parameters = list(model.parameters())
    x = torch.linspace(-1, 1, 20, dtype=torch.float64)[:, None]
    keys = [name for name, _ in model.named_parameters()]

    def loss(flat):
        parts = flat.split([p.numel() for p in parameters])
        given = {name: part.view_as(p) for name, part, p in zip(keys, parts, parameters, strict=True)}
        return (torch.func.functional_call(model, given, (x,)) - torch.sin(3 * x)).square().mean()

    flat = torch.cat([p.detach().flatten() for p in parameters])
    v = torch.randn_like(flat)
    made = names["product"]((model(x) - torch.sin(3 * x)).square().mean(), parameters, v)
    assert torch.allclose(made, torch.func.hessian(loss)(flat) @ v, atol=1e-9)


EDGE = "2/λmax while it trains"


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_the_limit_begins_above_the_rate_sinks_to_it_and_stays_there(ran, seed):
    """Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability, 2021."""
    cell = ran(EDGE, seed).cells[EDGE]
    limits, losses = np.array(cell.column("limit[2/λmax]")), np.array(cell.column("error"))
    assert limits[0] > 1.5 * 0.1
    meets = int((limits <= 0.1).argmax())
    assert 0 < meets < 300
    assert 0.1 * 0.9 < limits[-100:].mean() < 0.1 * 1.25
    rises = np.diff(losses) > 0
    assert rises[:meets].mean() < 0.2 < rises[meets:].mean()
    assert losses[-1] < 0.8 * losses[meets]


@pytest.mark.parametrize("rate", [0.07, 0.15])
def test_the_limit_meets_other_rates_too(ran, rate):
    limits = np.array(ran(EDGE, learning_rate=rate).cells[EDGE].column("limit[2/λmax]"))
    assert limits[0] > 1.2 * rate
    assert rate * 0.85 < limits[-60:].mean() < rate * 1.35


def test_the_reading_with_one_product_a_step_is_the_exact_curvature(ran):
    """At the end of the run, against many products in double precision at that place."""
    names = ran(EDGE).names
    model, x = names["edge"].double(), names["coarse"].double()
    parameters = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in parameters), dtype=torch.float64)
    for _ in range(100):
        loss = (model(x) - torch.tensor(wave(x.numpy()))).square().mean()
        v = names["product"](loss, parameters, v / v.norm())
    assert names["limits"][-1] == pytest.approx(2 / v.norm().item(), rel=0.1)


def test_torch_func_makes_the_same_product(ran):
    cell = ran("H v by torch.func").cells["H v by torch.func"]
    assert torch.allclose(cell.shown["H w"], cell.shown["H @ w"], atol=1e-4)


class TestTheWholeLesson(WholeLesson):
    lesson = "universal_approximation"
