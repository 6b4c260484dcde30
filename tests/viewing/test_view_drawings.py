"""Views of models, data and measurements as the stage draws them, at two sizes; nothing here depends on the machine."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from tutor import live
from tutor.charts.drawing import Marks, Size
from tutor.views import registry as drawings
from tutor.views.base import StagedView
from tutor.views.boundary.make import boundary, regression
from tutor.views.comparison.make import comparison
from tutor.views.matrix.make import attention, confusion
from tutor.views.network.make import network
from tutor.views.pictures.make import pictures
from tutor.views.timeline.make import timeline

AROUND = torch.arange(60) * 0.37
SPIRAL = torch.stack([AROUND / 22 * torch.cos(AROUND), AROUND / 22 * torch.sin(AROUND)], dim=1)
WAVE = torch.linspace(-1, 1, 25)


def made_network() -> nn.Sequential:
    """Weights that need no random numbers."""
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.sin(torch.arange(parameter.numel()).view_as(parameter) * 1.7) * 0.6)
        model[0].bias[:3] = -9
    return model


def ring() -> torch.Tensor:
    across = torch.linspace(-1, 1, 8)
    return torch.stack([(1 - (across[:, None].hypot(across) - size).abs()).clamp(0, 1) for size in (0.3, 0.6, 0.9)])


VIEWS: dict[str, StagedView] = {
    "network": network(made_network(), torch.sin(torch.arange(40.0).reshape(10, 4)), lambda out: out.square().mean()),
    "boundary": boundary(
        lambda inputs: inputs.norm(dim=1, keepdim=True) - 0.55, SPIRAL[:40], (AROUND[:40] > 12).long(),
        (SPIRAL[40:], (AROUND[40:] > 12).long()), names=["inner", "outer"],
    ),
    "fit": regression(WAVE[::2], torch.sin(4 * WAVE[::2]), lambda x: 3.6 * x - 7 * x**3, (WAVE[1::2], WAVE[1::2] ** 2)),
    "rings": pictures(ring(), [0, 1, 2], [0, 2, 2], names=["small", "middle", "large"]),
    "waves": pictures(torch.sin(torch.arange(20.0)[:, None] / 3) * torch.cos(torch.arange(30.0) / 4)),
    "confusion": confusion([0, 0, 1, 1, 2, 2, 2, 2], [0, 1, 1, 1, 2, 2, 0, 2], ["cat", "dog", "bird"]),
    "attention": attention(torch.softmax(torch.eye(5) * 2 + torch.arange(5) / 4, dim=1), list("abcde")),
    "timeline": timeline(
        [("loading", 0.1 * k, 0.1 * k + 0.06, "read") for k in range(5)]
        + [("computing", 0.1 * k + 0.05, 0.1 * k + 0.14, "forward") for k in range(5)]
    ),
    "comparison": comparison(
        "size", "GFLOP/s", {"cpu": [(2**k, 20 * 2**k / (2**k + 60)) for k in range(5, 12)],
                            "gpu": [(2**k, 900 * 4**k / (4**k + 9e6)) for k in range(5, 12)]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("size", "marks"), [((44, 14), "ascii"), ((44, 14), "braille"), ((100, 28), "braille")])
def test_views_look_as_they_did(name: str, size: tuple[int, int], marks: Marks, snapshot: Any) -> None:
    view = VIEWS[name]
    drawing = drawings.draw(view, Size(*size), marks, shades=marks != "ascii")
    assert f"{drawings.title(name, view, 0)}\n{drawing.text()}" == snapshot


def test_pages_follow_the_pass_and_the_pictures() -> None:
    assert [drawings.pages(VIEWS[name]) for name in ("network", "rings", "boundary", "timeline")] == [4, 4, 1, 1]
    first = drawings.draw(VIEWS["network"], Size(100, 28), "braille", shades=True, page=1).text()
    assert "dead" in drawings.draw(VIEWS["network"], Size(100, 28), "braille", shades=True, page=2).text()
    assert "dead" not in first
    assert drawings.title("network", VIEWS["network"], 2) == "network · Sequential, at 1 · 3/4"


def test_a_long_timeline_has_pages_for_its_parts() -> None:
    view = timeline([("a", 1.0 * k, 1.0 * k + 0.5) for k in range(100)])
    assert drawings.pages(view) == 8
    last = drawings.draw(view, Size(80, 8), "braille", shades=True, page=7).text()
    assert "95 s" in last
    assert "\n  0 s" not in last


def test_a_script_that_runs_alone_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    live.confusion([0, 1, 1], [0, 1, 0], ["cat", "dog"])
    live.picture(ring(), [0, 1, 2], [0, 2, 2])
    live.network(made_network(), torch.ones(3, 4))
    live.timeline([("disk", 0, 1), ("gpu", 0.5, 2)])
    live.attention(torch.eye(2), ["a", "b"])
    live.kernels(nn.Conv2d(1, 2, 3))
    live.feature_maps(nn.Conv2d(1, 2, 3), torch.rand(1, 5, 5))
    live.compare("n", "s", {"a": [(1, 1), (4, 4)], "b": [(1, 2), (4, 3)]})
    line = nn.Linear(2, 1)
    live.landscape(line, lambda: line.weight.square().sum(), along=("weight[0, 0]", "weight[0, 1]"), points=9)
    said = capsys.readouterr().out
    for words in (
        "2 of 3 right", "2 of 3 predicted right", "units dead", "two at a time 25 %", "from",
        "2 pictures of (2, 1, 3, 3)", "a rises above b", "loss over weight[0, 0] and weight[0, 1]",
    ):  # fmt: skip
        assert words in said


def test_a_loop_that_runs_alone_prints_the_last_of_its_offers(capsys: pytest.CaptureFixture[str]) -> None:
    points, labels = torch.tensor([[0.0, 0.0], [1.0, 1.0]]), torch.tensor([0, 1])
    line = nn.Linear(2, 1)
    for step in live.steps(5):
        with torch.no_grad():
            line.weight.copy_(torch.tensor([[1.0, 0.0]]))
            line.bias.fill_(-step / 4)
        live.boundary(line, points, labels)
    assert capsys.readouterr().out == "boundary\ntraining points right: 1 of 2\n"
