from __future__ import annotations

from pathlib import Path

import pytest

TINY = Path(__file__).parent / "tiny_course"


@pytest.fixture(autouse=True)
def tutor_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches what the user has; processes that a test starts inherit it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PYTORCH_TUTOR_HOME", str(home))
    return home


@pytest.fixture
def tiny_course() -> Path:
    """The folder of the course that the engine's tests use."""
    return TINY
