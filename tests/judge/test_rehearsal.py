"""What a process judges before the learner's answer comes, so that the answer finds all loaded and used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from judge_helpers import Judge

from tutor.kernel.judge import rehearsal

LOADED = """
import json, sys, tempfile
from pathlib import Path
from tutor.course.catalogue import find_course, load_course
from tutor.course.exercise import exercises_of
from tutor.kernel.host import warm
from tutor.kernel.judge import judge
from tutor.kernel.protocol.messages import Check

warm.torch_and_optimizers()
chosen = json.loads(sys.argv[1])
exercises = [one for one in exercises_of(load_course(find_course())) if one.slug in chosen]
warm.checks_once()
loaded = set(sys.modules)
for one in exercises:
    with tempfile.TemporaryDirectory() as folder:
        check = Check(1, one.slug, one.solution, one.tests, one.starter, may_change=one.may_change)
        verdict = judge.judge(check, Path(folder)).verdict
    late = {name for name in set(sys.modules) - loaded if not any(slug in name for slug in chosen)}
    print(json.dumps([one.slug, verdict, sorted(late)]))
    loaded |= late
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_the_rehearsal_is_a_right_answer_to_its_own_checks_all_of_which_run(judge: Judge) -> None:
    """A check of it that failed would leave the later ones, and what they use, undone."""
    checked = await judge(rehearsal.ANSWER, tests=rehearsal.CHECKS, starter="")
    assert (checked.verdict, checked.message) == ("right", "All 4 checks passed.")


@pytest.mark.parametrize("chosen", [("one_step", "bent", "standard_rows", "adam_by_hand", "derived_by_hand")])
def test_after_it_an_answer_waits_for_no_module(chosen: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", LOADED, json.dumps(chosen)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found = [json.loads(line) for line in told if line.startswith("[")]
    assert {one: (verdict, late) for one, verdict, late in found} == dict.fromkeys(chosen, ("right", []))
