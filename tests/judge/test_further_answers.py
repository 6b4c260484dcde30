"""Many answers to one exercise, judged by forks of one process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.commands.verifying.workshop import Try, Workshop
from tutor.course.catalogue import load_course
from tutor.course.exercise import exercises_of
from tutor.kernel.client.client import Kernel
from tutor.kernel.judge.further import FurtherAnswers
from tutor.kernel.protocol.checks import Check, Checked, Further
from tutor.kernel.protocol.message_bases import Limits
from tutor.system.processes import FORK

TESTS = """
import os
import torch

def test_alone(answer):
    assert hasattr(answer, "leaves") or not {"left", "two"}.intersection(os.listdir("."))

def test_number(answer):
    assert answer.x == 1, f"x is {answer.x}"

def test_drawn(answer):
    assert not hasattr(answer, "unlucky") or torch.initial_seed() != 2, "two is drawn"
"""
GOOD = "x = 1\n"
pytestmark = pytest.mark.asyncio(loop_scope="session")
LIMITS = Limits(seconds=60.0, memory=1 << 30)


def _further(*answers: str, starter: str = "", seconds: float = 20.0) -> tuple[Further, ...]:
    return tuple(Further(one, starter, (1, 2), seconds) for one in answers)


async def _judged(kernel: Kernel, answer: str, further: tuple[Further, ...], starter: str = "") -> Checked:
    return await kernel.judge(
        exercise="many", answer=answer, tests=TESTS, starter=starter, further=further, limits=LIMITS
    )


async def test_each_answer_has_its_verdict_with_all_its_seeds(kernel: Kernel) -> None:
    checked = await _judged(kernel, GOOD, _further("x = 2\n", GOOD, "x = 1\nunlucky = True\n", "x = \n"))
    assert [one.verdict for one in [checked, *checked.further] if one] == ["right", "wrong", "right", "right", "error"]
    wrong, _, unlucky, _ = checked.further
    assert wrong is not None
    assert "x is 2" in wrong.message
    assert unlucky is not None
    assert [one.verdict for one in unlucky.by_seed] == ["right", "wrong"]


async def test_an_answer_finds_nothing_that_another_left(kernel: Kernel) -> None:
    leaves = "import os, sys\nsys.left = leaves = x = 1\n"
    leaves += "os.makedirs('left/in', exist_ok=True)\nopen('two', 'w').close()\n"
    finds = "import sys\nx = 2 if hasattr(sys, 'left') else 1\n"
    checked = await _judged(kernel, GOOD, _further(leaves, finds))
    assert checked.verdict == "right"
    assert [one.verdict for one in checked.further if one] == ["right", "right"]


async def test_one_that_ends_its_process_or_never_ends_leaves_the_others_their_verdicts(kernel: Kernel) -> None:
    exits = "import os\nos._exit(0)\n"
    spins = "while True: pass\n"
    checked = await _judged(kernel, GOOD, (*_further(exits), *_further(spins, seconds=0.3), *_further(GOOD)))
    assert checked.verdict == "right"
    assert checked.further[:2] == (None, None)
    assert checked.further[2] is not None
    assert checked.further[2].verdict == "right"


async def test_without_fork_only_the_first_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FORK, "0")
    further = FurtherAnswers(tmp_path)
    check = Check(0, "many", GOOD, TESTS, further=_further(GOOD))
    assert further.judged_by_forks(check) == Check(0, "many", GOOD, TESTS)
    assert further.checked == []


async def test_each_is_compared_with_a_starter_of_its_own(kernel: Kernel) -> None:
    given = "x = 0\n"
    checked = await _judged(kernel, GOOD, (*_further(given, starter=given), *_further(given)), starter=given)
    assert [one.verdict for one in checked.further if one] == ["unfinished", "wrong"]


async def test_verify_judges_alone_what_came_to_no_verdict_beside_others(
    kernel: Kernel, tiny_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = load_course(tiny_course)
    exercise = exercises_of(course)[0]
    kills = f"import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n{exercise.solution}"
    shop = Workshop(None, course)
    monkeypatch.setattr(shop, "_kernel", kernel)
    right, killer, given = await shop.judge(
        exercise,
        [
            Try(exercise.solution, exercise.starter, (0, 1)),
            Try(kills, exercise.starter, (0,)),
            Try(exercise.starter, exercise.starter, (0,)),
        ],
    )
    assert [one.verdict for one in right.values()] == ["right", "right"]
    assert list(killer) == [0]
    assert given[0].verdict == "unfinished"
