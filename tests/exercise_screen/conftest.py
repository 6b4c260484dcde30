from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from judging import FakeFactory
from pilots import every_frame as every_frame
from pilots import pilots_ask_the_event_loop as pilots_ask_the_event_loop

from tutor.course.catalogue import load_course
from tutor.course.exercise import find_exercise
from tutor.course.model import Course
from tutor.learner.progress import Store
from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.terminal.terminal import TerminalCapabilities

NEVER = 100_000.0
"""Seconds: saving and looking happen when a test says so."""


@pytest.fixture(autouse=True)
def _same_colors_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORFGBG", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def course() -> Course:
    return load_course(Path(__file__).parent / "small_course")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "home")
    yield store
    store.close()


@pytest.fixture
def kernels() -> FakeFactory:
    return FakeFactory()


@pytest.fixture
def make_app(course: Course, store: Store, kernels: FakeFactory) -> Callable[..., TutorApp]:
    def make(options: Options | None = None) -> TutorApp:
        return TutorApp(
            options or Options(),
            kernel_factory=kernels,
            store=store,
            course=course,
            terminal=TerminalCapabilities(),
        )

    return make


@pytest.fixture
def make_screen(course: Course) -> Callable[..., ExerciseScreen]:
    def make(slug: str = "one_step", **options: Any) -> ExerciseScreen:
        exercise = find_exercise(course, slug)
        assert exercise is not None
        return ExerciseScreen(exercise, **{"save_after": NEVER, "look_every": NEVER} | options)

    return make
