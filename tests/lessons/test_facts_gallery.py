"""What the gallery says of its own cells."""

import pytest
import torch


@pytest.fixture(scope="module")
def run(performed):
    return performed("gallery")


def test_most_units_of_the_dead_network_are_0_for_every_example_and_the_others_still_learn(run):
    dead, inputs = run.names["dead"], run.names["inputs"]
    hidden = dead[:2](inputs)
    silent = (hidden == 0).all(dim=0)
    assert 16 < silent.sum() < 32
    (slopes,) = torch.autograd.grad(dead(inputs).square().mean(), [dead[0].weight])
    assert (slopes[silent] == 0).all()
    assert slopes[~silent].abs().max() > 0


def test_the_gradient_of_the_deep_network_shrinks_from_layer_to_layer(run):
    deep, inputs = run.names["deep"], run.names["inputs"]
    layers = [layer.weight for layer in deep if isinstance(layer, torch.nn.Linear)]
    sizes = [slope.norm().item() for slope in torch.autograd.grad(deep(inputs).square().mean(), layers)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 1e-3 * sizes[-1]


def test_no_digit_is_rolled_over_the_edge(run):
    rows = [one for bar in run.names["BARS"].values() for one in bar[:2]]
    columns = [one for bar in run.names["BARS"].values() for one in bar[2:]]
    assert (min(rows), max(rows) + 1) == (0, 8)  # down by at most 1
    assert (min(columns) - 2, max(columns) + 2) == (0, 8)  # aside by at most 2
