"""For authors of exercises: plain `pytest` on the tests of one, with the fixture `answer` that the tutor gives them.

`answer` is the module to be judged: solution.py beside the test file, or the file named by `--answer`. A course asks
for it in a conftest.py of its own, so that no other pytest run in the learner's environment knows of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from tutor.live.data import COURSE

if TYPE_CHECKING:
    import torch

SEED = 0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--answer FILE`."""
    parser.getgroup("pytorch-tutor").addoption(
        "--answer",
        metavar="FILE",
        default=None,
        help="the answer to judge, in place of solution.py beside the test file",
    )


@pytest.fixture(scope="module")
def _answer(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    chosen = request.config.getoption("--answer", None)  # not read where a course was found late
    path = Path(chosen).resolve() if chosen else request.path.parent / "solution.py"
    if not path.is_file():
        raise pytest.UsageError(f"no answer at {path}; name one with --answer FILE")
    _seed()
    with pytest.MonkeyPatch.context() as patch:
        course = request.path.parents[2]
        if (course / "course.toml").is_file():  # an answer that lies elsewhere is one to an exercise of this course
            patch.setenv(COURSE, str(course))
        yield _handed_out(_load(path), request.path.parent)


@pytest.fixture
def answer(_answer: ModuleType) -> ModuleType:
    """The module of the answer; the random numbers begin at the same place in each test."""
    _seed()
    return _answer


@pytest.fixture
def device() -> torch.device:
    """The device to check on: here the CPU, in the tutor the one that was asked for."""
    import torch

    return torch.device("cpu")


def _handed_out(module: ModuleType, folder: Path) -> ModuleType:
    """The answer as the tutor hands it to the checks: an input that is changed is a mistake, but for those that the
    exercise names."""
    from tutor.check.inputs import HandedOut
    from tutor.course.exercise import load_exercise

    exercise = load_exercise(folder, folder.parent.name)
    return HandedOut(module, exercise.starter, exercise.may_change).module


def _load(path: Path) -> ModuleType:
    """Import a file by its path, under a name that no other module has."""
    import importlib.util
    import sys

    spec = importlib.util.spec_from_file_location(f"answer_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise pytest.UsageError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module  # dataclasses and pickle look there
    spec.loader.exec_module(module)
    return module


def _seed() -> None:
    import random

    import numpy as np
    import torch

    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
