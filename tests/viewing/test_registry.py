"""Every kind of picture is found by its name: how it is drawn, and how it is said."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.views import registry
from tutor.views.base import ControlView, StagedView, View
from tutor.views.kinds import VIEWS
from tutor.views.registry import kind_of

TUTOR = Path(registry.__file__).parents[1]
STAGED = [view for view in VIEWS if issubclass(view, StagedView)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_what_can_be_shown_can_be_said_and_is_seen_in_one_place(view: type[View]) -> None:
    kind = kind_of(view)
    assert kind.words.__module__ == view.__module__.replace(".data", ".draw")
    in_its_cell = kind.written.__module__ == kind.words.__module__
    assert [issubclass(view, StagedView), issubclass(view, ControlView), in_its_cell].count(True) == 1


@pytest.mark.parametrize("view", STAGED, ids=lambda view: view.__name__)
def test_what_can_be_shown_can_be_drawn_and_said(view: type[StagedView]) -> None:
    kind = kind_of(view)
    folder = view.__module__.removesuffix(".data")
    assert kind.draw is not None
    assert kind.draw.__module__.startswith(folder)


def test_no_screen_and_no_command_knows_a_kind_of_view_by_its_name() -> None:
    names = {view.__name__ for view in VIEWS}
    rooms = ("ui", "commands", "charts", "kernel/client", "kernel/host")
    files = [path for room in rooms for path in (TUTOR / room).rglob("*.py")]
    assert len(files) > 100
    for path in files:
        said = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not said & names, path


def test_a_folder_is_drawn_from_only_when_something_of_its_kind_is() -> None:
    program = "import sys; from tutor.views import registry, kinds; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "tutor.views.graph.data" in loaded
    assert not [name for name in loaded if name.startswith("tutor.views.") and name.endswith(".draw")]
    assert "torch" not in loaded
