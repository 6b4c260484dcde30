"""Graphs and the way back, against what backward() does."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from tutor.charts.drawing import Size
from tutor.kernel.protocol import messages
from tutor.kernel.protocol.events import Shown
from tutor.views import registry as drawings
from tutor.views.graph.data import GraphView, WalkView
from tutor.views.graph.folding import DRAWN, graph_view
from tutor.views.graph.make import Graph
from tutor.views.graph.walk import walk


def number(value: float) -> Tensor:
    return torch.tensor(value, requires_grad=True, dtype=torch.float64)


def leaves() -> dict[str, Any]:
    """Fresh leaves, and data without gradients."""
    made = {name: number(value) for name, value in zip("xyzwb", (1.3, 2.0, 0.5, 0.7, -0.2), strict=True)}
    return {**made, "data": torch.tensor(2.5, dtype=torch.float64), "torch": torch}


EXPRESSIONS = [
    "torch.tanh(torch.log(1 + z * 2 * x / torch.sin(y)))",  # the syllabus's first
    "(y - torch.tanh(w * x + b)) ** 2",  # and second
    "x * x + torch.exp(x) * x",  # paths that meet
    "x / y - y / x",
    "(x - y).abs() + (-z).sigmoid() + y.sqrt() + torch.cos(w)",
    "x * data + 3 - b",
    "2 - x",
    "torch.stack([x, y, z]).prod()",
    "(torch.stack([x, y]) * torch.stack([y, z])).sum() * x",
    "x.pow(3) * torch.relu(w) + torch.relu(b)",
    "x",
]


def graph_of(expression: str, names: dict[str, Any]) -> GraphView:
    names["f"] = eval(expression, names)
    return graph_view(Graph(names["f"], names))[0]


def walked(expression: str) -> tuple[WalkView, dict[str, float]]:
    """The walk, and what backward() then puts into .grad."""
    names = leaves()
    result = eval(expression, dict(names))
    view = walk(result, names)
    assert all(one.grad is None for one in names.values() if isinstance(one, Tensor) and one.requires_grad)
    result.backward()
    grads = {name: one.grad.item() for name, one in names.items() if isinstance(one, Tensor) and one.grad is not None}
    return view, grads


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_way_back_ends_at_exactly_what_backward_puts_into_grad(expression: str) -> None:
    view, grads = walked(expression)
    assert {one.name for one in view.gradients} == set(grads)
    for one in view.gradients:
        assert one.agrees
        assert float(one.value) == pytest.approx(grads[one.name], rel=1e-3)
        last = [step for step in view.steps if view.graph.edges[step.edge].operand == one.node]
        if expression != "x":
            assert last[-1].complete
            assert last[-1].total == one.value


@pytest.mark.parametrize("expression", EXPRESSIONS[:6])
def test_each_product_is_what_arrives_times_the_local_derivative(expression: str) -> None:
    view, _ = walked(expression)
    assert view.steps
    for step in view.steps:
        assert float(step.arriving) * float(step.local) == pytest.approx(float(step.product), rel=5e-3, abs=1e-6)


@pytest.mark.parametrize("expression", EXPRESSIONS[:6])
def test_totals_are_the_sums_of_the_products_that_came(expression: str) -> None:
    view, _ = walked(expression)
    came: dict[int, float] = {}
    for step in view.steps:
        operand = view.graph.edges[step.edge].operand
        came[operand] = came.get(operand, 0.0) + float(step.product)
        assert float(step.total) == pytest.approx(came[operand], rel=5e-3, abs=1e-6)


def test_an_operation_is_walked_only_when_all_has_come_to_it() -> None:
    view, _ = walked(EXPRESSIONS[2])
    complete = {0}
    for step in view.steps:
        edge = view.graph.edges[step.edge]
        assert edge.operation in complete
        if step.complete:
            complete.add(edge.operand)


@pytest.mark.parametrize("expression", EXPRESSIONS[:3])
def test_leaves_have_the_learners_names_and_nodes_their_values(expression: str) -> None:
    names = leaves()
    view = graph_of(expression, names)
    named = {node.name: node.value for node in view.nodes if node.kind == "leaf"}
    assert set(named) == {name for name in "xyzwb" if name in expression.replace("torch.exp", "").replace("tanh", "")}
    assert all(float(value) == names[name].item() for name, value in named.items())
    assert all(node.value for node in view.nodes)
    assert view.nodes[0].name == "f"
    assert float(view.nodes[0].value) == pytest.approx(names["f"].item(), rel=1e-3)


def test_constants_and_named_data_stand_in_the_graph() -> None:
    view = graph_of("x * data + 3", leaves())
    constants = {(node.name, node.value) for node in view.nodes if node.kind == "constant"}
    assert constants == {("data", "2.5"), ("", "3")}


def test_what_an_operation_saves_is_listed() -> None:
    view = graph_of("torch.tanh(x) * y", leaves())
    kept = {node.label: node.saved for node in view.nodes if node.kind == "operation"}
    assert kept["tanh"] == ("result 0.8617",)
    assert kept["(·)"] == ("other 2", "self 0.8617")


def test_each_operation_stands_before_its_operands_and_edges_count_operands() -> None:
    view = graph_of(EXPRESSIONS[2], leaves())
    assert all(edge.operation < edge.operand for edge in view.edges)
    x = next(place for place, node in enumerate(view.nodes) if node.name == "x")
    assert sum(edge.operand == x for edge in view.edges) == 4


def mlp() -> dict[str, Any]:
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))
    data, target = torch.randn(5, 3), torch.randn(5, 1)
    return {"model": model, "data": data, "target": target, "torch": torch}


def test_a_small_mlp_is_grouped_by_module() -> None:
    view = graph_of("torch.nn.functional.mse_loss(model(data), target)", mlp())
    assert [node.label for node in view.nodes if node.kind == "module"] == ["model.2 Linear", "model.0 Linear"]
    assert [node.label for node in view.nodes if node.kind == "operation"] == ["mseloss", "relu"]
    assert {node.name for node in view.nodes if node.kind == "leaf"} == {
        f"model.{layer}.{kind}" for layer in (0, 2) for kind in ("weight", "bias")
    }
    assert view.left_out == 0


def test_a_batch_of_sequences_through_a_linear_layer_is_one_module() -> None:
    names = mlp() | {"data": torch.randn(2, 5, 3)}
    view = graph_of("model(data).sum()", names)
    assert [node.label for node in view.nodes if node.kind == "module"] == ["model.2 Linear", "model.0 Linear"]


def test_a_penalty_on_a_weight_is_no_part_of_its_module() -> None:
    view = graph_of("(model[0].weight ** 2).sum()", mlp())
    assert not [node for node in view.nodes if node.kind == "module"]


def test_the_way_back_through_an_mlp_is_that_of_backward() -> None:
    names = mlp()
    loss = torch.nn.functional.mse_loss(names["model"](names["data"]), names["target"])
    view = walk(loss, names)
    loss.backward()
    assert {one.name for one in view.gradients} == {name for name, _ in names["model"].named_parameters(prefix="model")}
    assert all(one.agrees for one in view.gradients)
    for name, parameter in names["model"].named_parameters(prefix="model"):
        said = next(one.value for one in view.gradients if one.name == name)
        assert float(said.rpartition("norm ")[2]) == pytest.approx(parameter.grad.norm().item(), rel=1e-3)


def test_ten_thousand_nodes_are_counted_and_the_near_ones_sent() -> None:
    x = number(1.0)
    y = x
    for _ in range(5_000):
        y = y * 1.0001 + 0.1
    view, _, _ = graph_view(Graph(y, {"x": x}))
    assert view.count == 10_001
    assert view.counted
    assert dict(view.operations) == {"(·)": 5_000, "(+)": 5_000}
    assert len(view.nodes) <= 2 * DRAWN + 1
    assert view.left_out == 10_001 - DRAWN
    assert len(drawings.words(view)) < 10_000
    assert len(walk(y, {"x": x}).steps) < 2 * DRAWN


def test_a_graph_that_backward_used_up_is_explained() -> None:
    x = number(1.0)
    y = torch.exp(x) * x
    y.backward()
    with pytest.raises(ValueError, match="used this graph up"):
        walk(y, {"x": x})
    assert graph_view(Graph(y, {"x": x}))[0].nodes[0].label == "(·)"  # the graph itself is still there


def test_the_walk_leaves_the_graph_as_it_was() -> None:
    x = number(1.0)
    y = torch.exp(x)
    first, second = walk(y, {"x": x}), walk(y, {"x": x})
    assert first == second
    y.backward()


def test_a_hook_that_changes_gradients_is_part_of_the_way() -> None:
    x = number(2.0)
    y = x * 3
    y.register_hook(lambda grad: grad * 10)
    view = walk(y * 1.0, {"x": x})
    assert view.gradients[0].value == "30"


@pytest.mark.parametrize(
    ("tensor", "why"),
    [(torch.ones(3, requires_grad=True) * 2, "single number"), (torch.ones(()), "no graph")],
)
def test_what_has_no_way_back_is_refused_in_words(tensor: Tensor, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        walk(tensor, {})


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_graphs_and_walks_travel(expression: str) -> None:
    names = leaves()
    result = eval(expression, dict(names))
    for view in (graph_view(Graph(result, names))[0], walk(result, names)):
        message = Shown(1, 1, 1, "f", view)
        assert messages.decode_from_kernel(messages.encode(message)[4:]) == message


def test_in_a_narrow_panel_no_sentence_of_a_walk_is_cut_off_unsaid() -> None:
    w, b = (torch.tensor(value, requires_grad=True) for value in (-0.5, 0.3))
    view = walk((torch.tanh(w * 2 + b) - w) ** 2, {"w": w, "b": b})
    for size in (Size(30, 9), Size(36, 16), Size(40, 12)):
        for page in range(drawings.pages(view)):
            drawing = drawings.draw(view, size, "braille", shades=True, page=page)
            rows = drawing.text().split("\n")[-min(5, size.height // 3) :]
            last = [row for row in rows if row.strip()][-1].strip()
            assert last.endswith((".", "…", "here")) or "=" in last
        first = drawings.draw(view, size, "braille", shades=True).text()
        assert ") goes on" in first
        last_page = drawings.draw(view, size, "braille", shades=True, page=drawings.pages(view) - 1).text()
        assert "backward() has it." in " ".join(last_page.split()) or ".grad." in last_page


def test_numbers_of_a_walk_have_one_kind_of_minus() -> None:
    w, b = (torch.tensor(value, requires_grad=True) for value in (-0.5, 0.3))
    view = walk((torch.tanh(w * 2 + b) - w) ** 2, {"w": w, "b": b})
    for page in range(drawings.pages(view)):
        drawn = drawings.draw(view, Size(90, 20), "braille", shades=True, page=page).text()
        assert "-" not in drawn
