"""A training that is under way when its tutor is killed, which leaves no time to save anything."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal

OpenTutor = Callable[..., PseudoTerminal]
TRAINING = """\
from tutor import live

for step in live.steps(10**9):
    live.report(loss=1 / (step + 1))
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "hours.py"
    path.write_text(TRAINING)
    return str(path)


def opened_at_its_cell(open_tutor: OpenTutor, file: str) -> PseudoTerminal:
    terminal = open_tutor("open", file)
    terminal.wait_for(lambda text: "1/2" in text or "2/2" in text)
    if "1/2" in terminal.text:
        terminal.press("n")
    terminal.wait_for(lambda text: "2/2" in text and "In [1]" in text)
    return terminal


def test_the_curve_of_a_training_is_there_again_after_the_tutor_was_killed(
    open_tutor: OpenTutor, file: str, tmp_path: Path
) -> None:
    kept = tmp_path / "home" / "opened"
    terminal = opened_at_its_cell(open_tutor, file)
    terminal.press("\x12")  # ctrl+r
    terminal.wait_for(lambda text: "running" in text and any(path.stat().st_size for path in kept.glob("*.reports")))
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()
    (reports,) = kept.glob("*.reports")
    last = max(step for line in reports.read_text().splitlines() for step in json.loads(line)["steps"])
    again = opened_at_its_cell(open_tutor, file)
    again.wait_for(lambda text: f"cut at step {last}" in text and re.search(r"loss +\d", text) is not None)
    again.wait_for(lambda _: not list(kept.glob("*.reports")))
    (record,) = kept.glob("*.json")
    ((run,),) = json.loads(record.read_text())["runs"].values()
    assert (run["steps"][-1], run["cut"]) == (last, True)
