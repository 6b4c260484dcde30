"""What goes to TensorBoard is seen, whether it is installed or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.abc import Loader
from types import ModuleType
from typing import Any

import pytest
import torch

from tutor import live
from tutor.live import tensorboard
from tutor.views.base import View


class Caught(live.Terminal):
    """Keeps what is reported and shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[Any, dict[str, Any]]] = []
        self.views: dict[str, View] = {}

    def report(self, values: dict[str, Any]) -> None:
        self.rows.append((self._step, live.flatten(values)))

    def view(self, name: str, view: View) -> None:
        self.views[name] = view


@pytest.fixture
def caught() -> Iterator[Caught]:
    before, finders = live.present(), list(sys.meta_path)
    loaded = {name: one for name, one in sys.modules.items() if name.startswith((tensorboard.MODULE, "tensorboard"))}
    for name in loaded:
        del sys.modules[name]
    stage = Caught()
    live.enter(stage)
    tensorboard.begin()
    yield stage
    live.enter(before)
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.startswith((tensorboard.MODULE, "tensorboard"))]:
        del sys.modules[name]
    sys.modules.update(loaded)


def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboard", None)  # as Python marks what cannot be imported


def test_scalars_are_reports_at_their_steps_where_tensorboard_is_missing(
    caught: Caught, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing(monkeypatch)
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter("runs/one", comment="x") as writer:
        writer.add_scalar("Loss/train", torch.tensor(0.5), 10)
        writer.add_scalars("accuracy", {"train": 0.5, "test": 0.25}, global_step=11)
        writer.add_histogram("weights", torch.ones(3), 1)
        writer.add_image("digit", torch.rand(1, 4, 4))
        writer.add_graph(None)
        writer.add_graph(None)
    assert caught.rows == [
        (10, {"Loss/train": 0.5}),
        (11, {"accuracy[train]": 0.5, "accuracy[test]": 0.25}),
    ]
    assert set(caught.views) == {"weights", "digit"}
    assert capsys.readouterr().err.count("add_graph: not kept") == 1
    with pytest.raises(AttributeError):
        writer.add_nothing()


def test_where_it_is_there_its_own_writer_writes_and_the_curve_is_seen_too(caught: Caught) -> None:
    written: list[Any] = []

    class Writer:
        def add_scalar(self, tag: str, value: float, global_step: int | None = None, walltime: float = 0.0) -> None:
            written.append((tag, value, global_step, walltime))

        def add_scalars(self, tag: str, values: dict[str, float], global_step: int | None = None) -> None:
            written.append((tag, values, global_step))

    class Real(Loader):
        def exec_module(self, module: ModuleType) -> None:
            vars(module)["SummaryWriter"] = Writer

    module = ModuleType("written")
    tensorboard._Loader(Real()).exec_module(module)
    vars(module)["SummaryWriter"]().add_scalar("loss", 2.0, 3, walltime=1.0)
    assert written == [("loss", 2.0, 3, 1.0)]
    assert caught.rows == [(3, {"loss": 2.0})]
