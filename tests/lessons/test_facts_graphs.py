"""What the lesson on graphs shows, against NumPy and against what the words mean."""

import math
import re
import warnings

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor.views.graph.data import GraphView
from tutor.views.registry import words


@pytest.fixture(scope="module")
def run(performed):
    return performed("graphs")


def view(cell, name):
    found = cell.views[name]
    assert isinstance(found, GraphView)
    return found


def labels(graph, kind):
    return sorted(node.label or node.name for node in graph.nodes if node.kind == kind)


def values(graph):
    """The number on each node that has one, by its name, else by its operation."""
    return {node.name or node.label: float(node.value) for node in graph.nodes if node.value}


def by_hand(x=0.7, y=1.5, z=0.5):
    a, b = 2 * x, np.sin(y)
    c = a / b
    d = z * c
    e = np.log(1 + d)
    return {"a": a, "b": b, "c": c, "d": d, "e": e, "f": np.tanh(e)}


def test_one_line_and_six_make_the_same_graph_with_the_same_numbers(run):
    one, six = (view(run[title], "graph of f") for title in ("One line", "Six lines"))
    assert labels(one, "operation") == labels(six, "operation")
    assert sorted((edge.operation, edge.operand) for edge in one.edges) == sorted(
        (edge.operation, edge.operand) for edge in six.edges
    )
    assert labels(one, "leaf") == ["x", "y", "z"]


def test_the_values_on_the_nodes_are_those_of_numpy(run):
    shown = values(view(run["Six lines"], "graph of f"))
    for name, value in by_hand().items():
        assert shown[name] == pytest.approx(value, rel=1e-3), name


def test_the_intermediates_are_printed_with_the_operations_that_made_them(run):
    lines = [line.split() for line in run["Six lines"].output.splitlines()]
    made = {"a": "Mul", "b": "Sin", "c": "Div", "d": "Mul", "e": "Log", "f": "Tanh"}
    for name, value, node in lines:
        assert float(value) == pytest.approx(by_hand()[name], abs=5e-5)
        assert node == f"{made[name]}Backward0"


def test_the_last_operation_of_b_plus_w_x_is_the_sum(run):
    graph = view(run["b + w * x"], "graph of line")
    total, product = graph.nodes[0], next(node for node in graph.nodes if node.label == "(·)")
    assert total.label == "(+)"
    into = {edge.operand for edge in graph.edges if edge.operation == graph.nodes.index(product)}
    assert {graph.nodes[place].name for place in into} == {"w", "x"}


def test_in_the_expression_to_be_changed_x_is_one_node_with_three_edges(run):
    graph = view(run["Any expression"], "graph of mine")
    places = [place for place, node in enumerate(graph.nodes) if node.name == "x"]
    assert len(places) == 1
    assert sum(edge.operand == places[0] for edge in graph.edges) == 3


def test_the_neuron_has_its_loss_and_only_w_and_b_as_leaves(run):
    graph = view(run["A neuron and its loss"], "graph of loss")
    assert labels(graph, "leaf") == ["b", "w"]
    assert {"x", "y"} <= set(labels(graph, "constant"))
    assert values(graph)["loss"] == pytest.approx((0.8 - np.tanh(0.5 * 1.5 + 0.1)) ** 2, rel=1e-3)


def test_the_table_says_who_is_a_leaf_and_who_requires_a_gradient(run):
    rows = [line.split() for line in run["Who is what"].output.splitlines()[1:]]
    table = {name: (requires == "True", leaf == "True", node) for name, requires, leaf, node in rows}
    assert table == {
        "w": (True, True, "None"),
        "b": (True, True, "None"),
        "x": (False, True, "None"),
        "y": (False, True, "None"),
        "p": (True, False, "TanhBackward0"),
        "loss": (True, False, "PowBackward0"),
    }


def test_a_product_of_data_is_a_leaf():
    product = torch.tensor(1.5) * torch.tensor(0.8)
    assert product.is_leaf
    assert product.grad_fn is None


def test_only_an_in_place_operation_makes_a_result_of_a_leaf_that_was_data():
    w, s = torch.tensor(0.5, requires_grad=True), torch.tensor(1.5) * torch.tensor(0.8)
    used = s * w
    assert used.requires_grad
    assert s.is_leaf
    s.mul_(w)
    assert not s.is_leaf


def test_complex_numbers_may_require_a_gradient_and_what_is_whole_or_true_requires_none():
    assert torch.tensor(1 + 2j, requires_grad=True).requires_grad
    w = torch.tensor([0.5, 1.5], requires_grad=True)
    assert not any(t.requires_grad for t in (w > 0, w.argmax(), w.long()))


def test_the_exponent_is_a_setting_and_no_operand():
    w = torch.tensor(0.5, requires_grad=True)
    assert len((w**2).grad_fn.next_functions) == 1


def test_what_was_saved_is_let_go_by_backward():
    w = torch.tensor(0.5, requires_grad=True)
    loss = w.tanh() ** 2
    assert loss.grad_fn._saved_self.item() == pytest.approx(math.tanh(0.5))
    loss.backward()
    with pytest.raises(RuntimeError, match="freed"):
        print(loss.grad_fn._saved_self)


def test_only_item_float_and_detach_leave_in_silence():
    w = torch.tensor(0.5, requires_grad=True)
    for leaving in (lambda: w.numpy(), lambda: np.tanh(w)):
        with pytest.raises(RuntimeError, match="requires grad"):
            leaving()
    with pytest.warns(UserWarning, match="requires_grad=True to a scalar"):
        math.tanh(w)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        w.item(), float(w), w.detach()


def test_whole_numbers_are_refused_and_the_early_leaf_is_none(run):
    assert "floating point" in run["Whole numbers"].output
    output = run["First the number, then the leaf"].output
    assert re.findall(r"is a leaf: +(\w+)", output) == ["False", "True"]


def test_the_walk_prints_each_operation_below_its_user_and_none_for_data(run):
    lines = run["All nodes of the loss"].output.splitlines()
    depth = [(len(line) - len(line.lstrip())) // 3 for line in lines]
    assert list(zip(depth, [line.strip() for line in lines], strict=True)) == [
        (0, "PowBackward0"),
        (1, "SubBackward0"),
        (2, "None"),
        (2, "TanhBackward0"),
        (3, "AddBackward0"),
        (4, "MulBackward0"),
        (5, "AccumulateGrad"),
        (5, "None"),
        (4, "AccumulateGrad"),
    ]


def test_the_path_that_is_walked_by_hand_ends_at_w(run):
    assert run["A leaf at the end"].output.split()[-1] == "True"


def test_saved_are_the_result_of_tanh_and_the_base_of_the_power(run):
    power, tanh = run["Saved by each operation"].output.splitlines()
    p = math.tanh(0.5 * 1.5 + 0.1)
    assert re.search(r"_saved_self': tensor\((-?[\d.]+)", power)[1] == f"{0.8 - p:.4f}"
    assert "_saved_exponent': 2" in power
    assert re.search(r"_saved_result': tensor\((-?[\d.]+)", tanh)[1] == f"{p:.4f}"


def test_a_sum_keeps_nothing_and_the_others_a_million_floats(run):
    kept = [float(size) for size in re.findall(r"holds ([\d.]+) MB", run["Megabytes"].output)]
    million = np.zeros((1000, 1000), dtype=np.float32).nbytes / 1e6
    assert kept == [0.0, million, million]


def test_each_turn_of_the_loop_adds_three_nodes_and_the_leaves_are_there_once(run):
    cell = run["A function in a loop"]
    assert cell.column("nodes") == [2 + 3 * turns for turns in range(1, 21)]
    h = 1.5
    for shown in cell.column("h"):
        h = np.tanh(0.5 * h + 0.1)
        assert shown == pytest.approx(h, rel=1e-4)


def test_a_linear_layer_is_one_block(run):
    assert labels(view(run["A class"], "graph of answer"), "module") == ["model.0 Linear", "model.2 Linear"]


@pytest.mark.parametrize("start", [0.01, 0.3, 0.9, 2.0])
def test_the_graph_has_as_many_sums_as_the_while_took_turns(performed, start):
    cell = performed("graphs", start=start)["As long as it takes"]
    turns = max(0, math.ceil(-math.log2(start)))
    v = start * 2**turns
    assert values(view(cell, "graph of out"))["out"] == pytest.approx(v * math.sin(v), rel=1e-3)
    assert cell.column("nodes")[0] == turns + 3  # sine, product, leaf
    assert labels(view(cell, "graph of out"), "operation").count("(+)") == turns


def test_another_start_while_it_runs_brings_another_graph(performed):
    cell = performed("graphs", start=halved_at_100)["As long as it takes"]
    assert cell.column("nodes")[99:101] == [4.0, 5.0]


def test_the_graph_that_is_drawn_is_of_the_start_that_stands_there(performed):
    drawn = view(performed("graphs", start=halved_at_100)["As long as it takes"], "graph of out")
    assert values(drawn)["u"] == pytest.approx(0.3)


def halved_at_100(step):
    return 0.3 if step >= 100 else 0.6


def test_the_lost_number_is_equal_and_has_no_graph(run):
    shown = run["The same number twice"].shown
    assert shown["kept"].item() == pytest.approx(shown["lost"].item(), rel=1e-6)
    assert "requires a gradient: False" in run["The same number twice"].output


@pytest.mark.parametrize(
    ("code", "leads_back"),
    [
        ("w.item() * x", False),
        ("w * x.item()", True),
        ("torch.tensor([w, w]).sum() * x", False),
        ("torch.stack([w, w]).sum() * x", True),
        ("w.detach() * x", False),
    ],
)
def test_the_quiz_on_the_lost_graph_is_right(code, leads_back):
    w, x = torch.tensor(0.5, requires_grad=True), torch.tensor(1.5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.tensor of a tensor that requires a gradient warns
        assert eval(code, {"torch": torch, "w": w, "x": x}).requires_grad is leads_back


def test_the_way_back_leads_to_the_derivatives_of_finite_differences(run):
    def loss(w, b):
        return (0.8 - math.tanh(w * 1.5 + b)) ** 2

    h = 1e-5
    by_w = (loss(0.5 + h, 0.1) - loss(0.5 - h, 0.1)) / (2 * h)
    by_b = (loss(0.5, 0.1 + h) - loss(0.5, 0.1 - h)) / (2 * h)
    text = words(run["Back through the neuron"].views["back from loss"])
    found = {name: float(value) for name, value in re.findall(r"d/d(\w+) = (-?[\d.]+)", text)}
    assert found == {"w": pytest.approx(by_w, rel=1e-3), "b": pytest.approx(by_b, rel=1e-3)}


class TestTheWholeLesson(WholeLesson):
    lesson = "graphs"
