from __future__ import annotations

from collections.abc import Iterator

import pytest
from kernel_nursery import Nursery


@pytest.fixture(scope="session")
def warm_kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What --kernel takes for a kernel that is there at once: a real one, forked from a process that is warm."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    yield nursery.command
    nursery.close()
