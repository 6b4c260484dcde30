"""Checks and answers read the digits and the files of the course, each for itself."""

from __future__ import annotations

import pytest
from judge_helpers import Judge

from tutor.kernel.client.client import Kernel

pytestmark = pytest.mark.asyncio(loop_scope="session")

TESTS = '''
from tutor import check, live
import numpy as np

IMAGES, LABELS = live.digits()

def test_scales(answer):
    """scales the images to lie between 0 and 1"""
    check.same(answer.negative(), IMAGES / 16, "the images")

def test_of_the_file(answer):
    """are those of the file"""
    with np.load(live.file("digits.npz")) as stored:
        assert (stored["labels"] == LABELS.numpy()).all()
        check.same(answer.negative(), live.digits()[0] / 16, "the images")
'''
STARTER = "from tutor import live\n\ndef negative():\n    ...\n"
SCALED = "from tutor import live\n\ndef negative():\n    images, _ = live.digits()\n    return images / {}\n"
SPOILS = """
from tutor import live
images, labels = live.digits()
scaled = images / 16
images.zero_()
path = live.file("digits.npz")
path.chmod(0o644)
path.write_bytes(b"")

def negative():
    return scaled
"""


@pytest.mark.parametrize(
    ("answer", "verdict"), [(SCALED.format(16), "right"), (SCALED.format(255), "wrong"), (STARTER, "unfinished")]
)
async def test_an_answer_is_compared_with_the_same_digits(judge: Judge, answer: str, verdict: str) -> None:
    checked = await judge(answer, tests=TESTS, starter=STARTER)
    assert checked.verdict == verdict, checked.message


async def test_what_an_answer_does_to_them_changes_nothing_for_the_checks(kernel: Kernel) -> None:
    checked = await kernel.judge(
        exercise="negative", answer=SPOILS, tests=TESTS, starter=STARTER, seed=0, more_seeds=(1, 2)
    )
    assert checked.verdict == "right", checked.message
    assert [one.verdict for one in checked.by_seed] == ["right", "right"]


async def test_a_name_that_leads_out_is_explained_at_its_line(judge: Judge) -> None:
    answer = "from tutor import live\n\ndef negative():\n    return live.file('../course.toml')\n"
    checked = await judge(answer, tests=TESTS, starter=STARTER)
    assert (checked.verdict, checked.line) == ("error", 4)
    assert "'../course.toml' is a path out of it" in checked.message
