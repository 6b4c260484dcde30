from __future__ import annotations

from pathlib import Path

import pytest

from tutor.learner.progress import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """What is kept for a learner who is new."""
    return Store(tmp_path / "home")
