from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_kernel import FakeFactory
from pilots import every_frame as every_frame
from pilots import pilots_ask_the_event_loop as pilots_ask_the_event_loop

from tutor.course.model import Code, Course, CoursePart, Lesson, Problem, Prose, Screen
from tutor.learner.progress import Store
from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.terminal.terminal import TerminalCapabilities


@pytest.fixture(autouse=True)
def _same_colors_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests run in, what they draw is the same."""
    for name in ("NO_COLOR", "COLORFGBG", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    assert "TEXTUAL_THEME" not in os.environ


def lesson(slug: str, title: str, *, screens: int = 3, minutes: int = 15, **facts: object) -> Lesson:
    pages = tuple(
        Screen(f"Screen {n}", (Prose(f"# Screen {n}\nText.", 1), Code(n, "1 + 1", 1))) for n in range(1, screens + 1)
    )
    return Lesson(slug, title, Path(slug) / "lesson.py", minutes, screens=pages, **facts)  # type: ignore[arg-type]


BROKEN = Lesson(
    "broken", "broken", Path("broken/lesson.py"), problems=(Problem(Path("broken/lesson.py"), 3, "[not] TOML"),)
)


@pytest.fixture
def course() -> Course:
    first = lesson(
        "linear_regression", "Linear regression", summary="A line.", goals=("fit a line",), exercises=("one",)
    )
    second = lesson(
        "learning_rate", "The learning rate", summary="How far to step.", goals=("pick a rate", "derive it")
    )
    third = lesson("graphs", "Graphs [b]", summary="Nodes and edges.")
    return Course(
        "A course", Path("course"), (CoursePart("Training", (first, second)), CoursePart("Autograd", (third, BROKEN)))
    )


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
    def make(options: Options | None = None, **changed: object) -> TutorApp:
        parts: dict[str, object] = {
            "kernel_factory": kernels, "store": store, "course": course, "terminal": TerminalCapabilities()
        } | changed  # fmt: skip
        return TutorApp(options or Options(), **parts)  # type: ignore[arg-type]

    return make
