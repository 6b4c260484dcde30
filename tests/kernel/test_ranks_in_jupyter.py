"""`live.ranks` where the process is a kernel of Jupyter's: a fresh process makes the ranks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import torch

from tutor import live
from tutor.system import processes

HEAD = """
import os
import torch
import torch.distributed as dist
from tutor import live

weight = torch.ones(3)
"""
Define = Callable[[str], Callable[[], Any]]


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Define:
    """A function `train` as a cell of a notebook defines it, whose globals nobody can import."""
    modules: Any = ModuleType("IPython")
    modules.get_ipython = lambda: SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", modules)

    def made(source: str) -> Callable[[], Any]:
        cell: dict[str, Any] = {"__name__": "__main__"}
        exec(HEAD + source, cell)
        train: Callable[[], Any] = cell["train"]
        return train

    return made


needs = pytest.mark.skipif(not processes.forks(os.environ), reason="ranks are forks, which this system has not")


@needs
def test_the_ranks_have_copies_of_what_the_function_uses_and_what_they_return_comes_back(
    define: Define, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("cloudpickle")
    train = define("""
def train():
    given = weight * (dist.get_rank() + 1)
    dist.all_reduce(given)
    print("given", given.tolist())
    return given
""")
    for given in live.ranks(2, train):
        assert torch.equal(given, torch.full((3,), 3.0))
    said = capfd.readouterr().out
    assert "rank 0: given [3.0, 3.0, 3.0]" in said
    assert "rank 1: given [3.0, 3.0, 3.0]" in said


@needs
def test_what_a_rank_raises_is_told_as_ever(define: Define) -> None:
    pytest.importorskip("cloudpickle")
    train = define("""
def train():
    if dist.get_rank() == 1:
        raise ValueError("no luck")
""")
    with pytest.raises(live.RanksError, match="Rank 1 raised an error before its first step: ValueError: no luck"):
        live.ranks(2, train)


def test_what_cannot_be_copied_is_told(define: Define) -> None:
    pytest.importorskip("cloudpickle")
    train = define("import threading\nlock = threading.Lock()\ndef train():\n    return lock")
    with pytest.raises(
        TypeError, match=r"train uses what cannot be copied into a fresh process .*inside of the function"
    ):
        live.ranks(2, train)


def test_without_cloudpickle_a_notebook_is_told_what_to_install(
    define: Define, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cloudpickle", None)
    with pytest.raises(RuntimeError, match=r"In a notebook .* pip install cloudpickle. .* torchrun"):
        live.ranks(2, define("def train():\n    pass"))
