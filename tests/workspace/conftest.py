from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.learner.progress import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What is kept for a learner who is new."""
    store = Store(tmp_path / "home")
    yield store
    store.close()
