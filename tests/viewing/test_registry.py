"""Every kind of picture is found by its name: how it is drawn, and how it is said."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tutor.views.base import StagedView
from tutor.views.kinds import VIEWS
from tutor.views.registry import kind_of

STAGED = [view for view in VIEWS if issubclass(view, StagedView)]


@pytest.mark.parametrize("view", STAGED, ids=lambda view: view.__name__)
def test_what_can_be_shown_can_be_drawn_and_said(view: type[StagedView]) -> None:
    kind = kind_of(view)
    folder = view.__module__.removesuffix(".data")
    for part in (kind.draw, kind.words):
        assert part.__module__.startswith(folder)


def test_a_folder_is_drawn_from_only_when_something_of_its_kind_is() -> None:
    program = "import sys; from tutor.views import registry, kinds; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "tutor.views.graph.data" in loaded
    assert not [name for name in loaded if name.startswith("tutor.views.") and name.endswith(".draw")]
    assert "torch" not in loaded
