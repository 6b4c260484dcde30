"""Checks of exercises that run an answer in ranks: what it returns, and what is said where it does not end."""

from __future__ import annotations

import importlib.util
import os
import signal
from pathlib import Path
from types import ModuleType

import pytest
import torch
import torch.distributed as dist

from tutor import live
from tutor.check import Mistake

ANSWER = """
import torch.distributed as dist
def wait(tensor):
    dist.recv(tensor, src=1 - dist.get_rank())
def divide():
    return 1 / dist.get_rank()
"""


@pytest.fixture(autouse=True, scope="module")
def _ranks(no_threads_of_others: None) -> None:
    """Ranks can be forked from here."""


@pytest.fixture
def answer(tmp_path: Path) -> ModuleType:
    path = tmp_path / "answer.py"
    path.write_text(ANSWER, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("answer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_answer_runs_in_ranks_of_a_group_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> float:
        total = torch.tensor(1.0 + dist.get_rank())
        dist.all_reduce(total)
        for _ in live.steps(2):
            live.report(total=total)
        return total.item()

    assert live.tried_in_ranks(2, run) == [3.0, 3.0]
    assert capsys.readouterr().out == ""


def test_a_mistake_that_is_found_in_a_rank_is_the_verdict() -> None:
    def run() -> None:
        if dist.get_rank() == 1:
            raise Mistake("Seen.", "Means.", "Look.")

    with pytest.raises(Mistake) as caught:
        live.tried_in_ranks(2, run)
    assert (caught.value.seen, caught.value.means, caught.value.look) == ("Seen.", "Means.", "Look.")


def test_ranks_that_wait_for_one_another_are_a_mistake_that_names_the_line(answer: ModuleType) -> None:
    with pytest.raises(Mistake, match=r"^The ranks waited for one another for 0\.3 s: rank 0 and rank 1\.") as caught:
        live.tried_in_ranks(2, lambda: answer.wait(torch.ones(1)), timeout=0.3)
    assert caught.value.look == "Look at line 4 of your code, where it waited."


def test_a_rank_that_is_through_while_another_waits_is_a_mistake(answer: ModuleType) -> None:
    with pytest.raises(Mistake, match=r"^Rank 1 came to its end while rank 0 still waited for it\."):
        live.tried_in_ranks(2, lambda: dist.get_rank() or answer.wait(torch.ones(1)))


def test_a_rank_that_is_killed_is_a_mistake() -> None:
    def run() -> None:
        if dist.get_rank() == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        dist.barrier()

    with pytest.raises(Mistake, match=r"^Rank 1 was killed \(SIGKILL\)\."):
        live.tried_in_ranks(2, run)


def test_what_an_answer_raises_in_a_rank_stays_what_it_is_and_where_it_was(answer: ModuleType) -> None:
    with pytest.raises(live.RanksError, match=r"^Rank 0 raised an error: ZeroDivisionError") as caught:
        live.tried_in_ranks(2, lambda: answer.divide())
    assert isinstance(caught.value.raised, ZeroDivisionError)
    assert 'answer.py", line 6, in divide' in str(caught.value.__cause__)


def test_calls_that_do_not_match_are_told_as_such() -> None:
    with pytest.raises(Mistake, match=r"^Rank \d was killed \(SIGABRT\)\.") as caught:
        live.tried_in_ranks(2, lambda: dist.broadcast(torch.ones(1 + dist.get_rank()), src=1))
    assert "different calls" in caught.value.means
