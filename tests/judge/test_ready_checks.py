"""Checks that stand ready: what is done before the answer comes, and what if another answer comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from judge_helpers import RIGHT, STARTER, TESTS, Judge

from tutor.kernel.client.client import Kernel

pytestmark = pytest.mark.asyncio(loop_scope="session")

ELSEWHERE = """
def test_two(answer):
    '''two is two'''
    assert answer.two() == 2
"""


async def test_checks_are_read_before_there_is_an_answer(kernel: Kernel, tmp_path: Path) -> None:
    read = tmp_path / "read"
    kernel.expect(exercise="negative", tests=f"from pathlib import Path\nPath({str(read)!r}).touch()\n{TESTS}")
    await _appears(read)


async def test_an_answer_cannot_change_what_the_checks_are_made_of(judge: Judge) -> None:
    tests = "import math\nPI = math.pi\ndef test_pi(answer):\n    assert answer.pi == PI\n"
    answer = "import math\nmath.pi = pi = 3\n"
    assert (await judge(answer, tests=tests)).verdict == "wrong"


async def test_what_stands_ready_for_one_exercise_does_not_judge_another(kernel: Kernel, judge: Judge) -> None:
    kernel.expect(exercise="negative", tests=TESTS)
    other = await judge("def two(): return 2\n", tests=ELSEWHERE, starter="")
    assert (other.verdict, [one.name for one in other.checks]) == ("right", ["two is two"])
    kernel.expect(exercise="other", tests=ELSEWHERE)
    first = await judge(RIGHT)
    assert first.verdict == "right"
    assert "two is two" not in [one.name for one in first.checks]
    assert (await judge("def two(): return 3\n", tests=ELSEWHERE, starter="")).verdict == "wrong"


async def test_changed_checks_of_the_same_exercise_count_at_once(judge: Judge) -> None:
    assert (await judge("two = 2\n", tests="def test_a(answer):\n    assert answer.two == 2\n")).verdict == "right"
    assert (await judge("two = 2\n", tests="def test_a(answer):\n    assert answer.two == 3\n")).verdict == "wrong"


async def test_what_checks_draw_while_they_are_read_is_the_same_each_time(judge: Judge) -> None:
    tests = "import torch\nX = torch.rand(())\ndef test_a(answer):\n    assert False, f'{X.item():.6f}'\n"
    first, second = [await judge("a = 1\n", tests=tests, seed=seed) for seed in (1, 2)]
    assert first.message == second.message != ""


async def test_checks_that_end_the_process_while_they_are_read_hold_up_no_other(kernel: Kernel, judge: Judge) -> None:
    deadly = f"import os\nos._exit(0)\n{TESTS}"
    kernel.expect(exercise="negative", tests=deadly)
    assert (await judge(RIGHT)).verdict == "right"
    assert (await judge(RIGHT, tests=deadly)).verdict == "killed"
    assert (await judge(RIGHT)).verdict == "right"


async def test_checks_that_are_never_read_to_their_end_hold_up_no_other(kernel: Kernel, judge: Judge) -> None:
    endless = f"while True: pass\n{TESTS}"
    kernel.expect(exercise="negative", tests=endless)
    assert (await judge(RIGHT)).verdict == "right"
    kernel.expect(exercise="negative", tests=endless)
    assert (await judge(RIGHT, tests=endless)).verdict == "timeout"
    assert (await judge(STARTER)).verdict == "unfinished"


async def _appears(path: Path) -> None:
    while not path.exists():
        await asyncio.sleep(0)


async def test_nothing_is_left_of_a_check_that_was_being_readied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_command: list[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    kernel = Kernel(warm_command, on_message=lambda _: None)
    await kernel.start()
    await kernel.ready()
    seen: set[Path] = set()
    while len(seen) < 2:  # the host's own rehearsal, then that of the process that stands ready
        with suppress(FileNotFoundError):  # a folder may go while it is looked through
            seen.update(tmp_path.rglob("test_rehearsal.py"))
        await asyncio.sleep(0)
    await kernel.close()
    assert list(tmp_path.glob("pytorch-tutor-*")) == []
