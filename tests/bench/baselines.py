"""What a user would otherwise do, which the tutor's times are held against."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.bench.opened import opened, script
from tutor.course.catalogue import find_course, load_course
from tutor.course.exercise import Exercise, find_exercise

EXERCISE = "linear_regression/one_step"
"""The exercise whose checks are timed."""


def empty_app() -> float:
    """Seconds until the first frame of a Textual application with one word on it."""
    return first_frame(script("empty_app.py"), "nothing")


def first_frame(program: Sequence[str], word: str) -> float:
    """Seconds from starting a program until a word stands on its screen."""
    with opened(program=program) as terminal:
        return terminal.seen_at(lambda text: word in text) - terminal.begun


def import_torch() -> float:
    """Seconds that Python takes to start and import torch, with what the first optimizer imports."""
    return seconds_of([sys.executable, "-c", "import torch, torch._dynamo"])


def pytest_alone(exercise: Exercise) -> float:
    """Seconds that pytest takes for the file of an exercise's checks, in a process of its own."""
    (tests,) = exercise.folder.glob("test_*.py")
    return seconds_of([sys.executable, "-m", "pytest", "-q", str(tests)])


def seconds_of(command: Sequence[str], **environ: str) -> float:
    """Seconds that a command takes, with these variables set. Raises CalledProcessError where it fails."""
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environ})
    return time.monotonic() - begun


def one_step() -> Exercise:
    """The exercise whose checks are timed."""
    exercise = find_exercise(load_course(find_course(None)), EXERCISE)
    assert exercise is not None
    return exercise
