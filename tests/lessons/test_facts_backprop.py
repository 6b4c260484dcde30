"""What the lesson on backpropagation shows, against NumPy, formulas and finite differences."""

import math
import re

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import TimedLesson
from tutor.views.comparison.data import ComparisonView
from tutor.views.graph.data import WalkView
from tutor.views.packing import unpack


@pytest.fixture(scope="module")
def run(performed):
    return performed("backprop")


def nudged(function, at, h=1e-6):
    """The derivatives of a function of a list of numbers, one by one, by central differences."""
    found = []
    for place in range(len(at)):
        up, down = list(at), list(at)
        up[place] += h
        down[place] -= h
        found.append((np.asarray(function(*up)) - np.asarray(function(*down))) / (2 * h))
    return np.array(found)


def labeled(output):
    """The last number of each printed line, by the words before it."""
    found = (re.match(r"(.+?) +(-?[\d.]+)$", line) for line in output.splitlines())
    return {match[1].strip(): float(match[2]) for match in found if match}


def walk(cell, name):
    view = cell.views[name]
    assert isinstance(view, WalkView)
    return view


def gradients(view):
    return {one.name: float(one.value) for one in view.gradients}


def formula(x, y, z):
    return math.tanh(math.log(1 + z * 2 * x / math.sin(y)))


def neuron(w, b):
    return (0.8 - math.tanh(w * 1.5 + b)) ** 2


# ------------------------------------------------------------------------------------------------------ chain and sum


def test_the_chain_the_push_and_grad_agree_with_the_derivative_of_sine_squared(run):
    shown = labeled(run["Three operations"].output)
    exact = 2 * math.sin(0.9) * math.cos(0.9) * 3
    assert shown["product"] == pytest.approx(exact, abs=1e-4)
    assert shown["x.grad"] == pytest.approx(exact, abs=1e-4)
    pushed = (math.sin(3 * 0.301) ** 2 - math.sin(0.9) ** 2) / 0.001
    assert shown["pushed"] == pytest.approx(pushed, abs=2e-3)  # float32 has few digits for so small a difference
    assert shown["pushed"] != shown["product"]


def test_the_slopes_shown_are_those_of_the_three_operations(run):
    slopes = [float(one) for one in re.findall(r"'([\d.]+)'", run["Three operations"].output)]
    assert slopes == pytest.approx([2 * math.sin(0.9), math.cos(0.9), 3], abs=1e-4)


def test_two_paths_add_up_to_the_derivative_of_the_product(run):
    shown = labeled(run["Path by path"].output)
    (exact,) = nudged(lambda x: x**2 * math.sin(x), [1.2])
    assert shown["through u"] + shown["through v"] == pytest.approx(exact, abs=2e-4)
    assert shown["added"] == pytest.approx(exact, abs=1e-4)
    assert gradients(walk(run["Two paths"], "back from m"))["x"] == pytest.approx(exact, rel=1e-3)


def test_at_x_the_walk_adds_what_comes_second_to_what_came_first(run):
    view = walk(run["Two paths"], "back from m")
    place = next(number for number, node in enumerate(view.graph.nodes) if node.name == "x")
    arriving = [step for step in view.steps if view.graph.edges[step.edge].operand == place]
    first, second = arriving
    assert not first.complete
    assert second.complete
    assert float(second.total) == pytest.approx(float(first.product) + float(second.product), rel=1e-3)


# -------------------------------------------------------------------------------------------------------------- walks


def test_the_walk_from_f_passes_on_the_running_product_of_the_chain(run):
    view = walk(run["Back from f"], "back from f")
    a, b = 1.4, math.sin(1.5)
    d = 0.5 * a / b
    chain = [1 - math.tanh(math.log(1 + d)) ** 2, 1 / (d + 1), 0.5, 1 / b, 2]
    running = {name: math.prod(chain[: length + 1]) for length, name in enumerate(["e", "d", "c", "a", "x"])}
    passed = {
        view.graph.nodes[view.graph.edges[step.edge].operand].name: float(step.total)
        for step in view.steps
        if step.complete
    }
    for name, value in running.items():
        assert passed[name] == pytest.approx(value, rel=1e-3), name


def test_the_running_product_by_hand_is_grad_and_both_are_what_nudging_finds(run):
    exact = nudged(formula, [0.7, 1.5, 0.5])
    rows = re.findall(r"d/d(\w) +(-?[\d.]+) +(-?[\d.]+)", run["Running product"].output)
    assert [name for name, _, _ in rows] == ["x", "y", "z"]
    for (_, by_hand, grad), value in zip(rows, exact, strict=True):
        assert float(by_hand) == pytest.approx(value, abs=2e-6)
        assert float(grad) == pytest.approx(value, abs=2e-6)


def test_from_the_sum_to_b_the_same_goes_on_that_arrived(run):
    view = walk(run["Back from the neuron"], "back from loss")
    assert [gradients(view)[name] for name in "wb"] == pytest.approx(list(nudged(neuron, [0.5, 0.1])), rel=1e-3)
    nodes, edges = view.graph.nodes, view.graph.edges
    (to_b,) = [step for step in view.steps if nodes[edges[step.edge].operand].name == "b"]
    assert to_b.arriving == to_b.product
    assert float(to_b.local) == 1


# --------------------------------------------------------------------------------------------------------------- cost


def paths_to_the_leaf(node):
    """How many ways lead from a node back to a leaf, and how many edges there are, counted on the graph itself."""
    order, seen, waiting = [], set(), [(node, False)]
    while waiting:
        one, after = waiting.pop()
        if after:
            order.append(one)
        elif one not in seen:
            seen.add(one)
            waiting.append((one, True))
            waiting += [(before, False) for before, _ in one.next_functions if before is not None]
    ways: dict[object, int] = {}
    edges = 0
    for one in order:
        befores = [before for before, _ in one.next_functions if before is not None]
        ways[one] = sum(ways[before] for before in befores) if befores else 1
        edges += len(befores)
    return ways[node], edges


def test_paths_double_with_each_turn_and_edges_are_added(run):
    paths, edges = re.findall(r"[\d,]*\d", run["A hundred turns"].output)
    x = torch.tensor(0.9, requires_grad=True)
    h = x
    for _ in range(100):
        h = (h + torch.sin(h)) / 2
    assert (int(paths.replace(",", "")), int(edges)) == paths_to_the_leaf(h.grad_fn)
    (view,) = run["A hundred turns"].views.values()
    curves = {one.name: list(unpack(one.y)) for one in view.series}
    assert curves["paths"] == [2.0**turn for turn in range(1, 101)]
    assert np.diff(curves["edges"]) == pytest.approx(np.full(99, curves["edges"][0]))


def test_the_gradient_over_all_these_paths_is_what_nudging_finds(run):
    def turned(x):
        for _ in range(100):
            x = (x + math.sin(x)) / 2
        return x

    (exact,) = nudged(turned, [0.9])
    assert run["A hundred turns"].shown[""].item() == pytest.approx(exact, rel=1e-4)


def test_the_third_curve_is_the_measured_forward_once_for_each_parameter_and_once_more(run):
    (view,) = run["Forward, and backward"].views.values()
    assert isinstance(view, ComparisonView)
    curves = {one.name: list(zip(unpack(one.x), unpack(one.y), strict=True)) for one in view.series}
    counts = [32 * wide + wide + wide**2 + wide + wide + 1 for wide in (16 * 2**step for step in range(7))]
    for curve in curves.values():
        assert [x for x, _ in curve] == counts
        assert all(y > 0 for _, y in curve)
    for (count, forward), (_, nudging) in zip(curves["forward"], curves["nudging"], strict=True):
        assert nudging == pytest.approx((count + 1) * forward, rel=1e-6)


# --------------------------------------------------------------------------------------------------------- the layer


@pytest.mark.parametrize("rows", [1, 8, 64])
def test_the_layer_by_hand_agrees_and_the_mean_is_off_by_the_number_of_rows(performed, rows):
    lesson = performed("backprop", rows=rows)
    lines = re.findall(r"(.+?) +(True|False) +autograd / mine ([\d.]+)", lesson["Checked against autograd"].output)
    shown = {name.strip(): (same == "True", float(factor)) for name, same, factor in lines}
    assert shown["x"] == shown["W"] == shown["b by sum"] == (True, 1.0)
    assert shown["b by mean"] == (rows == 1, float(rows))


def test_the_rules_for_a_layer_are_what_nudging_finds():
    draw = np.random.default_rng(0)
    x, w, b = draw.normal(size=(5, 3)), draw.normal(size=(2, 3)), draw.normal(size=2)
    g = 2 * (x @ w.T + b) / 10

    def loss(*numbers):
        flat = np.array(numbers)
        xs, ws, bs = flat[:15].reshape(5, 3), flat[15:21].reshape(2, 3), flat[21:]
        return ((xs @ ws.T + bs) ** 2).mean()

    found = nudged(loss, [*x.flat, *w.flat, *b])
    assert found[:15].reshape(5, 3) == pytest.approx(g @ w, abs=1e-7)
    assert found[15:21].reshape(2, 3) == pytest.approx(g.T @ x, abs=1e-7)
    assert found[21:] == pytest.approx(g.sum(axis=0), abs=1e-7)


# ------------------------------------------------------------------------------------------------------- accumulation


def test_three_backwards_add_up(run):
    assert [float(one) for one in re.findall(r"tensor\(([\d.]+)\)", run["Added, not set"].output)] == [6, 12, 18]


def the_training(names, clear):
    """The losses of the cell, in NumPy; `clear(step)` says whether the gradients go before that step."""
    x, y = (names[name].numpy().astype(np.float64) for name in ("line_x", "line_y"))
    w = b = by_w = by_b = 0.0
    losses = []
    for step in range(200):
        error = w * x + b - y
        losses.append((error**2).mean())
        if clear(step):
            by_w = by_b = 0.0
        by_w, by_b = by_w + (2 * error * x).mean(), by_b + (2 * error).mean()
        w, b = w - 0.02 * by_w, b - 0.02 * by_b
    return losses


def test_without_clearing_the_loss_is_that_of_all_gradients_summed_and_never_settles(run):
    losses = run["Clearing, or not"].column("loss")
    assert losses == pytest.approx(the_training(run.names, lambda _: False), rel=1e-2, abs=1e-3)
    last = losses[-60:]
    assert max(last) > 5 * min(last)  # it still swings


def test_with_clearing_it_settles_and_a_turned_choice_is_taken_at_once(performed):
    cleared = performed("backprop", zero_grad="every step")
    losses = cleared["Clearing, or not"].column("loss")
    assert losses == pytest.approx(the_training(cleared.names, lambda _: True), rel=1e-3, abs=1e-5)
    assert losses[-1] == pytest.approx(losses[-20], rel=1e-3)
    turned = performed("backprop", zero_grad=every_step_from_100)
    seen = turned["Clearing, or not"].column("loss")
    assert seen == pytest.approx(the_training(turned.names, lambda step: step >= 100), rel=1e-2, abs=1e-3)


def every_step_from_100(step):
    return "every step" if step >= 100 else "never"


# ------------------------------------------------------------------------------------------------ once, cut, in place


def test_the_second_way_back_fails_and_both_ways_out_give_the_gradient_of_the_sum(run):
    assert "a second time" in run["Two losses, one h"].output
    (exact,) = nudged(lambda w: (math.tanh(w * 1.5) - 1) ** 2 + math.tanh(w * 1.5) ** 2, [0.5])
    shown = [float(one) for one in re.findall(r"tensor\((-?[\d.]+)\)", run["Two ways out"].output)]
    assert shown == pytest.approx([exact, exact], abs=1e-4)


def test_three_ways_compute_the_same_number_and_record_nothing(run):
    output = run["Three ways"].output
    rows = re.findall(r"(\w+) +([\d.]+) recorded: (\w+)", output)
    assert [(name, recorded) for name, _, recorded in rows] == [
        ("h", "True"),
        ("silent", "False"),
        ("cut", "False"),
        ("final", "False"),
    ]
    assert {number for _, number, _ in rows} == {f"{math.tanh(0.75):.4f}"}
    assert "share memory: True" in output
    assert "Inference tensors" in output


def test_a_detached_factor_leaves_half_of_the_gradient(run):
    shown = run["Half of it"].shown
    (exact,) = nudged(lambda w: math.tanh(w * 1.5) ** 2, [0.5])
    assert shown["h * h"].item() == pytest.approx(exact, rel=1e-4)
    assert shown["h * h.detach()"].item() == pytest.approx(exact / 2, rel=1e-4)


def test_a_leaf_is_refused_and_under_no_grad_it_moves(run):
    output = run["A leaf"].output
    assert "leaf Variable" in output
    assert "[0.4000, 0.9000]" in output


def test_exp_fails_and_sin_does_not(run):
    exp, sin = run["A saved tensor"].output.splitlines()
    assert exp.startswith("exp: ")
    assert "output 0 of Exp, is at version 1; expected version 0" in exp
    assert sin == "sin: fine"


# ------------------------------------------------------------------------------------------- Jacobian, Hessian, checks


def polar(r, angle):
    return [r * math.cos(angle), r * math.sin(angle)]


def test_each_way_back_is_v_times_the_jacobian(run):
    jacobian = nudged(polar, [2.0, 0.5]).T
    output = run["Two results"].output
    assert "only for scalar outputs" in output
    found = re.findall(r"v = \[(.+?)\]  v J = tensor\(\[(.+?)\]\)", output)
    assert len(found) == 3
    for v, product in found:
        one, other = (np.array([float(number) for number in text.split(",")]) for text in (v, product))
        assert other == pytest.approx(one @ jacobian, abs=2e-4)


def test_the_jacobian_of_torch_func_is_that_of_nudging(run):
    shown = run["Jacobian"].shown
    jacobian = nudged(polar, [2.0, 0.5]).T
    assert shown["J"].numpy() == pytest.approx(jacobian, abs=1e-5)
    assert shown["v J"].numpy() == pytest.approx(np.array([3.0, 10.0]) @ jacobian, abs=1e-4)


def test_gradient_and_hessian_of_the_neuron_are_those_of_nudging(run):
    shown = run["Hessian"].shown
    assert shown["gradient"].numpy() == pytest.approx(nudged(neuron, [0.5, 0.1]), abs=1e-5)
    hessian = nudged(lambda w, b: nudged(neuron, [w, b], 1e-4), [0.5, 0.1], 1e-4)
    assert shown["Hessian"].numpy() == pytest.approx(hessian, abs=1e-4)


def test_the_own_operation_goes_back_with_three_x_squared_and_again_with_six_x(run):
    shown = run["Its slopes"].shown
    assert shown["x.grad"].numpy() == pytest.approx(np.array([0.75, 12.0]))
    assert shown["second at 2"].item() == pytest.approx(12.0)


@pytest.mark.parametrize("call", ["w.requires_grad_(False)", "w.detach_()"])
def test_a_frozen_leaf_is_data_from_then_on(call):
    w = torch.tensor(2.0, requires_grad=True)
    eval(call, {"w": w})
    assert w.is_leaf
    assert not (w * 3).requires_grad


def test_what_inference_mode_made_can_be_recorded_as_a_copy():
    w = torch.tensor(2.0, requires_grad=True)
    with torch.inference_mode():
        final = w * 3
    with pytest.raises(RuntimeError, match="Inference tensors"):
        w * final
    assert (w * final.clone()).requires_grad


def test_a_sum_that_saved_nothing_can_be_gone_through_twice():
    w = torch.tensor(2.0, requires_grad=True)
    total = w + 1
    total.backward()
    total.backward()
    assert w.grad.item() == 2


def test_gradcheck_agrees_in_float64_and_warns_and_fails_in_float32(run):
    output = run["Checked by nudging"].output
    assert "torch.float64 agrees" in output
    assert "torch.float32 Jacobian mismatch" in output
    assert "not a double precision" in output


def test_gradcheck_sees_a_two_in_the_place_of_the_three(run):
    source = next(cell.source for cell in run.lesson.cells if cell.title == "x³, with a backward of its own")
    assert "arrived * 3" in source
    names = {"torch": torch}
    exec(source.replace("arrived * 3", "arrived * 2"), names)
    x = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="mismatch"):
        torch.autograd.gradcheck(names["Cube"].apply, x)


def test_a_millionth_has_no_place_in_float32():
    assert torch.finfo(torch.float32).eps > 1e-7 > torch.finfo(torch.float64).eps
    two = torch.tensor(2.0)
    assert (two + 1e-6 - two).item() != pytest.approx(1e-6, rel=0.01)


@pytest.mark.parametrize("weight", [0.5, 0.9, 1.5])
def test_along_the_chain_the_slope_is_the_product_of_the_local_derivatives(performed, weight):
    cell = performed("backprop", weight=weight)["A long chain"]
    h, slope = 0.3, 1.0
    for shown_h, shown_slope in zip(cell.column("h"), cell.column("slope"), strict=True):
        h = math.tanh(weight * h)
        slope *= weight * (1 - h**2)
        assert shown_h == pytest.approx(h, rel=1e-3)
        assert shown_slope == pytest.approx(slope, rel=1e-3)


class TestTheWholeLesson(TimedLesson):
    lesson = "backprop"
