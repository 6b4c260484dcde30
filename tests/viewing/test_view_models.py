"""Networks, boundaries, fits and landscapes: what is seen against torch, and that looking changes nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss, relu
from torch.nn.utils import parameters_to_vector

from tutor.kernel.protocol.events import Shown
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.views.boundary.make import HEIGHT, POINTS, WIDTH, boundary, regression
from tutor.views.network.data import NetworkView
from tutor.views.network.make import CALLS, brief, network
from tutor.views.packing import unpack
from tutor.views.registry import words
from tutor.views.surface.make import landscape


def seeded(make: Callable[[], nn.Module]) -> nn.Module:
    torch.manual_seed(0)
    return make()


@pytest.fixture
def convnet() -> nn.Module:
    return seeded(
        lambda: nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(64, 3)
        )
    )


def loss_of(output: torch.Tensor) -> torch.Tensor:
    return output.square().mean()


# --------------------------------------------------------------------------------------------------------- networks


def test_shapes_and_counts_are_those_of_the_model(convnet: nn.Module) -> None:
    view = network(convnet, torch.randn(5, 1, 4, 4))
    assert [(layer.kind, layer.output, layer.parameters) for layer in view.layers] == [
        ("Conv2d", "(5, 4, 4, 4)", 40),
        ("BatchNorm2d", "(5, 4, 4, 4)", 8),
        ("ReLU", "(5, 4, 4, 4)", 0),
        ("Flatten", "(5, 64)", 0),
        ("Linear", "(5, 3)", 195),
    ]
    assert view.parameters == sum(p.numel() for p in convnet.parameters()) == 243
    assert (view.inputs, view.output) == ("(5, 1, 4, 4)", "(5, 3)")


def test_bytes_are_those_of_each_dtype_and_tied_weights_are_counted_once() -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.table = nn.Embedding(10, 4).double()
            self.norm = nn.BatchNorm1d(4).half()
            self.back = nn.Linear(4, 10, bias=False)
            self.back.weight = self.table.weight

        def forward(self, index: Tensor) -> Tensor:
            scores: Tensor = self.back(self.norm(self.table(index).half()).double())
            return scores

    view = network(Tied(), torch.tensor([1, 2, 3]))
    assert [(layer.kind, layer.size) for layer in view.layers] == [
        ("Embedding", 10 * 4 * 8),
        ("BatchNorm1d", 2 * 4 * 2),
        ("Linear", 0),
    ]
    assert view.size == 10 * 4 * 8 + 2 * 4 * 2
    assert view.buffers == 2 * 4 * 2 + 8  # the counter of batches is an int64


def test_values_and_gradients_are_torchs(convnet: nn.Module) -> None:
    example = torch.randn(5, 1, 4, 4)
    view = network(convnet, example, loss_of)
    convolved = convnet[0](example)
    convolved.retain_grad()
    normalized = convnet[1](convolved)
    normalized.retain_grad()
    output = convnet[4](relu(normalized).flatten(1))
    output.retain_grad()
    loss_of(output).backward()
    first, second, *_, last = view.layers
    assert first.forward.norm == pytest.approx(convolved.norm().item(), rel=1e-5)
    assert first.forward.mean == pytest.approx(convolved.mean().item(), abs=1e-6)
    assert sum(first.forward.histogram.counts) == convolved.numel()
    assert first.backward.norm == pytest.approx(convolved.grad.norm().item(), rel=1e-4)
    assert second.backward.norm == pytest.approx(normalized.grad.norm().item(), rel=1e-4)  # ReLU works in place
    assert last.backward.norm == pytest.approx(output.grad.norm().item(), rel=1e-5)
    assert view.loss == pytest.approx(loss_of(output).item(), rel=1e-5)


def test_a_look_leaves_no_trace(convnet: nn.Module) -> None:
    before = {name: value.clone() for name, value in convnet.state_dict().items()}
    random = torch.get_rng_state()
    dropping = nn.Sequential(convnet, nn.Dropout(0.5))
    network(dropping, torch.zeros(5, 1, 4, 4), loss_of)
    assert all(torch.equal(value, before[name]) for name, value in convnet.state_dict().items())
    assert torch.equal(torch.get_rng_state(), random)
    assert all(parameter.grad is None for parameter in convnet.parameters())
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in dropping.modules())
    assert convnet.training


def test_dead_units_are_counted() -> None:
    model = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 1))
    with torch.no_grad():
        model[0].weight.zero_()
        model[0].bias.copy_(torch.tensor([-1.0, 1, -1, 1, 1, -1]))
    view = network(model, torch.randn(7, 3))
    assert view.layers[1].problem == "3 of 6 units dead: 0 for all 7 examples"
    assert not view.layers[0].problem


def test_dead_channels_of_pictures_are_units() -> None:
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU())
    with torch.no_grad():
        model[0].weight.zero_()
        model[0].bias.copy_(torch.tensor([-1.0, 1, 1, 1]))
    assert network(model, torch.randn(2, 1, 5, 5)).layers[1].problem.startswith("1 of 4 units dead")


def test_one_example_does_not_make_a_unit_dead() -> None:
    model = nn.Sequential(nn.Linear(3, 6), nn.ReLU())
    assert not any(layer.problem for layer in network(model, torch.randn(1, 3)).layers)


@pytest.mark.parametrize(("scale", "word"), [(1e-3, "vanishes"), (1e3, "explodes")])
def test_a_gradient_that_vanishes_or_explodes_is_named_with_its_share(scale: float, word: str) -> None:
    model = nn.Sequential(*(nn.Linear(4, 4, bias=False) for _ in range(4)))
    with torch.no_grad():
        for layer in model:
            layer.weight.copy_(scale * torch.eye(4))
    view = network(model, torch.ones(2, 4), lambda output: output.sum())
    assert view.layers[0].problem == f"gradient {word}: {scale**3:.1e} × the last"
    assert not view.layers[-1].problem


def test_nan_and_missing_gradients_are_named() -> None:
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    with torch.no_grad():
        model[0].weight[0, 0] = math.nan
    view = network(model, torch.ones(3, 2), lambda output: output.sum().detach())
    assert view.layers[0].problem == "3 values NaN or infinite; no gradient arrives"


def test_layers_called_again_count_once_and_too_many_are_left_out() -> None:
    class Again(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(2, 2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            for _ in range(CALLS + 5):
                x = self.layer(x)
            return x

    view = network(Again(), torch.ones(1, 2))
    assert (len(view.layers), view.left_out) == (CALLS, 5)
    assert [layer.parameters for layer in view.layers[:3]] == [6, 0, 0]


def test_a_module_that_keeps_its_children_to_itself_is_a_layer() -> None:
    view = network(nn.LSTM(3, 4, batch_first=True), torch.randn(2, 5, 3))
    assert [(layer.kind, layer.output) for layer in view.layers] == [("LSTM", "(2, 5, 4), (1, 2, 4), (1, 2, 4)")]


def test_what_cannot_be_drawn_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match=r"a torch\.nn\.Module can be drawn"):
        network(abs, torch.ones(1))
    with pytest.raises(ValueError, match="not a single number"):
        network(nn.Linear(2, 2), torch.ones(3, 2), lambda output: output)


def test_settings_are_short() -> None:
    assert brief("1, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1)") == "1 → 8, kernel 3×3, padding 1×1"
    assert brief("in_features=256, out_features=32, bias=True") == "256 → 32"
    assert brief("8, 16, kernel_size=(5, 5), stride=(2, 2), bias=False") == "8 → 16, kernel 5×5, stride=2×2, bias=False"


def test_a_network_travels(convnet: nn.Module) -> None:
    view = network(convnet, torch.randn(5, 1, 4, 4), loss_of)
    message = Shown(1, 1, 1, "network", view)
    received = decode_from_kernel(encode(message)[4:])
    assert isinstance(received, Shown)
    assert isinstance(received.view, NetworkView)
    assert received.view == view
    assert "Conv2d" in words(view)


# ---------------------------------------------------------------------------------------------------------- boundary


def sides() -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    points = torch.rand(40, 2) * 4 - 2
    return points, (points[:, 0] > 0.3).long()


def test_the_boundary_lies_where_the_model_changes_its_answer() -> None:
    points, labels = sides()
    view = boundary(lambda inputs: inputs[:, :1] - 0.3, points, labels, (points[:10], 1 - labels[:10]))
    row = view.winner[:WIDTH]
    change = row.index(1) / (WIDTH - 1) * (view.x[1] - view.x[0]) + view.x[0]
    assert change == pytest.approx(0.3, abs=(view.x[1] - view.x[0]) / (WIDTH - 1))
    assert view.winner == row * HEIGHT
    assert (view.training.right, view.training.count) == (40, 40)
    assert (view.held_out.right, view.held_out.count) == (0, 10)


@pytest.mark.parametrize(
    "model",
    [
        lambda inputs: torch.stack([0.3 - inputs[:, 0], inputs[:, 0] - 0.3], dim=1),
        lambda inputs: (inputs[:, 0] > 0.3).long(),
        lambda inputs: inputs[:, 0] > 0.3,
    ],
    ids=["logits", "classes", "bools"],
)
def test_every_form_of_answer_is_understood(model: Callable[[torch.Tensor], torch.Tensor]) -> None:
    points, labels = sides()
    assert boundary(model, points, labels).training.right == 40


def test_a_sigmoid_at_the_end_makes_probabilities() -> None:
    model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    with torch.no_grad():
        model[0].weight.copy_(torch.tensor([[5.0, 0.0]]))
        model[0].bias.fill_(-1.5)
    points, labels = sides()
    assert boundary(model, points, labels).training.right == 40


def test_a_model_is_asked_in_evaluation_mode_and_put_back() -> None:
    model = nn.Sequential(nn.Dropout(0.9), nn.Linear(2, 1))
    points, labels = sides()
    random = torch.get_rng_state()
    first = boundary(model, points, labels)
    assert boundary(model, points, labels) == first
    assert model.training
    assert model[0].training
    assert torch.equal(torch.get_rng_state(), random)


def test_no_number_is_no_class() -> None:
    points, labels = sides()
    view = boundary(lambda inputs: inputs[:, :1] * math.nan, points, labels)
    assert set(view.winner) == {255}
    assert view.training.right == 0


def test_many_points_are_thinned_and_all_are_counted() -> None:
    points = torch.randn(10_000, 2)
    view = boundary(lambda inputs: inputs[:, :1], points, (points[:, 0] > 0).long())
    assert len(view.training.classes) <= POINTS
    assert (view.training.count, view.training.right) == (10_000, 10_000)


@pytest.mark.parametrize(
    ("points", "labels", "words"),
    [
        (torch.zeros(3, 3), torch.zeros(3), r"shape \(3, 3\); two numbers a point"),
        (torch.zeros(3, 2), torch.zeros(4), "3 points and 4 labels"),
        (torch.zeros(3, 2), torch.tensor([0, 1, -1]), "numbers of classes"),
    ],
)
def test_points_that_do_not_fit_are_refused(points: torch.Tensor, labels: torch.Tensor, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        boundary(lambda inputs: inputs[:, :1], points, labels)


# -------------------------------------------------------------------------------------------------------- regression


@pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
def test_the_curve_and_the_errors_are_the_functions(shape: tuple[int, ...]) -> None:
    x = torch.linspace(-1, 1, 11).reshape(shape)
    view = regression(x, x**2 + 0.5, lambda inputs: inputs**2, (x[:3], x[:3]))
    places, values = unpack(view.x), unpack(view.y)
    assert (places[0], places[-1]) == (-1, 1)
    assert list(values) == pytest.approx([place**2 for place in places], abs=1e-6)
    assert view.training.error == pytest.approx(0.25, rel=1e-5)
    assert view.held_out.error == pytest.approx(((x[:3] ** 2 - x[:3]) ** 2).mean().item(), rel=1e-5)


def test_a_function_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="one for each is needed"):
        regression(torch.zeros(4, 1), torch.zeros(4, 1), lambda inputs: inputs.repeat(2, 1))
    with pytest.raises(ValueError, match="one number a point"):
        regression(torch.zeros(4, 2), torch.zeros(4), lambda inputs: inputs)


# -------------------------------------------------------------------------------------------------------- landscapes


class Line(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.tensor([[2.0]]))
        self.b = nn.Parameter(torch.tensor([-1.0]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x @ self.w + self.b


def test_two_of_a_models_own_numbers_are_the_axes() -> None:
    line, x = Line(), torch.linspace(0, 1, 5).unsqueeze(1)
    view = landscape(line, lambda: mse_loss(line(x), 3 * x), along=("w", "b"), span=2, points=9)
    grid = view.grids[0]
    assert (view.x_name, view.y_name, grid.x, grid.y) == ("w", "b", (0, 4), (-3, 1))
    values = unpack(grid.values)
    for place, (b, w) in enumerate((b, w) for b in range(9) for w in range(9)):
        wanted = mse_loss(w * 0.5 * x + (-3 + b * 0.5), 3 * x).item()
        assert values[place] == pytest.approx(wanted, rel=1e-4, abs=1e-6)


def test_the_parameters_are_put_back_bit_for_bit_even_after_an_error() -> None:
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    held, before = list(model.parameters()), parameters_to_vector(model.parameters()).clone()
    landscape(model, lambda: model(torch.ones(1, 2)).sum(), points=9)
    assert torch.equal(parameters_to_vector(model.parameters()), before)

    def fails() -> torch.Tensor:
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        landscape(model, fails)
    assert torch.equal(parameters_to_vector(model.parameters()), before)
    assert all(one is other for one, other in zip(held, model.parameters(), strict=True))


def test_random_directions_are_as_long_as_the_models_filters() -> None:
    from tutor.views.surface.make import _random

    layer = nn.Conv2d(2, 3, 3)
    direction = _random(list(layer.parameters()), torch.Generator().manual_seed(0))
    drawn = direction[: layer.weight.numel()].view_as(layer.weight)
    assert torch.allclose(drawn.flatten(1).norm(dim=1), layer.weight.flatten(1).norm(dim=1), rtol=1e-5)
    assert not direction[layer.weight.numel() :].any()  # biases stay


def test_principal_directions_hold_a_path_in_a_plane() -> None:
    model = nn.Linear(5, 1)
    now = parameters_to_vector(model.parameters()).detach()
    first, second = torch.eye(6)[1], torch.eye(6)[4]
    states = [now + 3 * math.cos(t) * first + math.sin(t) * second for t in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)]
    view = landscape(model, lambda: model.weight.square().sum(), along="path", paths={"round": states}, points=9)
    trail = view.trails[0]
    assert trail.label == "round"
    lengths = [math.hypot(x, y) for x, y in zip(unpack(trail.x), unpack(trail.y), strict=True)]
    assert lengths == pytest.approx([(state - now).norm().item() for state in states], rel=1e-4)
    assert all(view.grids[0].x[0] < x < view.grids[0].x[1] for x in unpack(trail.x))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"along": ("w", "c")}, "no parameter 'c'; it has w, b"),
        ({"along": ("w[3]", "b")}, r"w has shape \(1, 1\)"),
        ({"along": "path"}, "three points at least"),
        ({"paths": [torch.zeros(7)] * 3}, "a recorded state has 7 numbers and the model 2"),
    ],
)
def test_what_no_plane_can_be_made_of_is_said(options: dict[str, object], words: str) -> None:
    line = Line()
    with pytest.raises(ValueError, match=words):
        landscape(line, lambda: line.w.sum(), **options)  # type: ignore[arg-type]
