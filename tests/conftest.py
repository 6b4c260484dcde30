from __future__ import annotations

import gc
import os
import shlex
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.kernel_nursery import Nursery
from tutor.kernel.host.warm import one_thread

one_thread()  # as in a kernel; several tests run at once, and threads that wait for each other would take their cores

TINY = Path(__file__).parent / "tiny_course"
BARE = Path(__file__).parent / "kernel" / "bare"
"""On the path of a Python, this takes away what Linux has and other systems have not."""
SOME_SEEDS = (0, 3)
"""Those with which is trained what takes long, where not all are asked for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--bare`."""
    parser.addoption(
        "--bare",
        action="store_true",
        help="run the tests marked so, their kernels without waitid, prctl, /proc and fork: as on macOS",
    )
    parser.addoption(
        "--every-seed",
        action="store_true",
        help="run what takes long, and train with all seeds for which it is said to hold, not with two of them",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--bare`, keep the tests that are marked so; without `--every-seed`, of what takes long some seeds."""

    def wanted(item: pytest.Item) -> bool:
        if config.getoption("--bare") and item.get_closest_marker("bare") is None:
            return False
        if config.getoption("--every-seed") or item.get_closest_marker("long") is None:
            return True
        seeds = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        return "seed" in seeds and seeds["seed"] in SOME_SEEDS

    left_out = [item for item in items if not wanted(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if wanted(item)]


def pytest_collection_finish() -> None:
    """What was loaded by now stays. Full garbage collections, of which every flow over the screens brings several, need
    not go through all of torch's objects each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def forks(request: pytest.FixtureRequest) -> bool:
    """Whether sessions are forks, so that what stood before a cell that was killed still stands."""
    return not request.config.getoption("--bare")


@pytest.fixture(scope="session")
def some_seeds(request: pytest.FixtureRequest) -> Sequence[int]:
    """The seeds for a test that takes long and goes through them itself."""
    return range(10) if request.config.getoption("--every-seed") else SOME_SEEDS


@pytest.fixture(autouse=True, scope="session")
def _system(forks: bool) -> Iterator[None]:
    """Have the kernels that tests start find the system that was asked for."""
    with pytest.MonkeyPatch.context() as patch:
        if not forks:
            patch.setenv("PYTORCH_TUTOR_FORK", "0")
            patch.setenv("PYTHONPATH", str(BARE), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session")
def warm_kernel(_system: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What --kernel takes for a kernel that is there at once: a real one, forked from a process that is warm."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    yield nursery.command
    nursery.close()


@pytest.fixture(scope="session")
def warm_command(warm_kernel: str) -> list[str]:
    """The same, as words."""
    return shlex.split(warm_kernel)


@pytest.fixture(scope="module")
def no_threads_of_others() -> Iterator[None]:
    """Threads that tests before have left waiting in this process are not seen: they hold nothing, and a process that a
    lesson runs in has none."""
    waiting, every = set(threading.enumerate()), threading.enumerate
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "enumerate", lambda: [one for one in every() if one not in waiting])
        yield


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
