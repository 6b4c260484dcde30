"""Plain pytest on the tests of an exercise, as an author runs it, and its agreement with the kernel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from judge_helpers import Judge

from tutor.course.exercise import load_exercise
from tutor.kernel.protocol.checks import Checked

DOWNHILL = Path(__file__).parent.parent / "tiny_course" / "slope" / "downhill"


def plain_pytest(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=DOWNHILL, timeout=60)


def test_plain_pytest_judges_the_solution() -> None:
    done = plain_pytest("test_downhill.py")
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_plain_pytest_judges_the_answer_that_is_named() -> None:
    done = plain_pytest("test_downhill.py", "--answer", "wrong/uphill.py")
    assert done.returncode == 1
    assert "The loss grew" in done.stdout
    assert "2 failed, 1 passed" in done.stdout


def test_an_answer_that_is_not_there_is_named() -> None:
    done = plain_pytest("test_downhill.py", "--answer", "nowhere.py")
    assert done.returncode != 0
    assert "no answer at" in done.stdout


def test_the_plugin_loads_nothing_before_it_is_used() -> None:
    code = "import sys, tutor.pytest_plugin; print([m for m in ('torch', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.asyncio(loop_scope="session")
async def test_the_kernel_agrees_with_what_the_folder_says(judge: Judge) -> None:
    exercise = load_exercise(DOWNHILL, "slope")

    async def verdict(answer: str, seed: int) -> str:
        checked: Checked = await judge(answer, tests=exercise.tests, starter=exercise.starter, seed=seed)
        return checked.verdict

    for seed in (0, 1):
        assert await verdict(exercise.starter, seed) == "unfinished"
        for answer in (exercise.solution, *(variant.source for variant in exercise.right)):
            assert await verdict(answer, seed) == "right"
        for variant in exercise.wrong:
            assert await verdict(variant.source, seed) == "wrong"
