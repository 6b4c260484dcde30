"""The arrows between the rooms: by the import contracts, and by starting each process and looking at what it loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.course.catalogue import find_course, load_course

ROOT = Path(__file__).parent.parent


def modules(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded once it has run the statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules, sep=' ', file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def loaded(statement: str) -> set[str]:
    """Their top-level packages."""
    return {name.partition(".")[0] for name in modules(statement)}


def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("statement", "never"),
    [
        ("from tutor.cli import main; main(['--help'])", {"textual", "rich", "torch", "numpy", "msgspec", "plotext"}),
        ("from tutor.cli import main; main(['list'])", {"textual", "rich", "torch", "numpy", "plotext"}),
        ("import tutor.commands.running", {"textual", "rich", "torch", "numpy", "plotext"}),
        ("import tutor.commands.checking, tutor.commands.watching", {"textual", "rich", "torch", "numpy", "plotext"}),
        ("import tutor.commands.verifying.command", {"textual", "rich", "torch", "numpy", "plotext"}),
        ("import tutor.commands.progressing, tutor.commands.resetting", {"textual", "rich", "torch", "numpy"}),
        ("import tutor.commands.noting", {"textual", "rich", "torch", "numpy"}),
        ("import tutor.commands.doctor", {"textual", "rich", "torch", "numpy", "plotext"}),
        ("import tutor.__main__, tutor.ui.app, tutor.ui.home.screen", {"click", "torch", "numpy", "plotext"}),
        ("import tutor.ui.app, tutor.ui.lesson.screen", {"torch", "numpy", "plotext", "pytest"}),
        ("import tutor.ui.lesson.foreign_text, tutor.ui.lesson.picture_view", {"PIL", "docutils", "torch", "numpy"}),
        ("import tutor.course.catalogue, tutor.course.regime", {"textual", "rich", "torch", "numpy"}),
        ("import tutor.learner.progress", {"textual", "rich", "torch", "numpy"}),
        ("import tutor.kernel.client.client", {"textual", "rich", "torch", "numpy", "pytest"}),
        ("import tutor.live", {"textual", "rich", "torch", "numpy", "plotext"}),
        ("import tutor.kernel.host.host, tutor.kernel.session.session", {"textual", "rich", "plotext"}),
    ],
)
def test_a_process_loads_only_what_its_room_may_know(statement: str, never: set[str]) -> None:
    assert loaded(statement) & never == set()


def test_before_its_first_frame_the_tutor_loads_no_screen_but_home() -> None:
    screens = ("lesson", "exercise", "stage", "notes.screen", "notes.editor", "terminal.asking", "terminal.graphics")
    rooms = ("PIL", *(f"tutor.ui.{name}" for name in screens))
    found = {name for name in modules("import tutor.ui.app") if name.startswith(rooms)}
    assert found == set()


def test_the_first_screen_of_a_file_waits_for_nothing_that_it_does_not_show() -> None:
    found = modules(
        "import tutor.__main__, tutor.opening.lessons, tutor.ui.app, tutor.ui.lesson.screen\n"
        f"from pathlib import Path; tutor.opening.lessons.open_file(Path({__file__!r}))"
    )
    others = {"click", "markdown_it", "textual.widgets._text_area", "tutor.kernel.protocol.messages"}
    assert found & {*others, "tutor.ui.lesson.cell", "tutor.ui.home.lesson_list", "tutor.course.needs"} == set()


def test_what_pixels_take_is_not_loaded_with_the_pictures_that_may_have_them() -> None:
    found = modules(
        "import tutor.ui.app, tutor.ui.lesson.screen, tutor.ui.lesson.picture_view, tutor.ui.stage.panel_grid"
    )
    pixels = ("asking", "encoding", "graphics", "kitty", "painting", "placeholders")
    assert found & {f"tutor.ui.terminal.{name}" for name in pixels} == set()


def test_charts_know_no_screen() -> None:
    modules = [
        f"tutor.charts.{path.stem}" for path in (ROOT / "tutor" / "charts").glob("*.py") if path.stem != "__init__"
    ]
    assert modules
    assert loaded(f"import {', '.join(modules)}") & {"textual", "rich", "torch"} == set()


@pytest.mark.parametrize("root", [find_course(), ROOT / "tests" / "tiny_course"], ids=["course", "tiny_course"])
def test_lessons_import_torch_numpy_and_what_a_lesson_may_say(root: Path) -> None:
    for lesson in load_course(root).lessons:
        imported = {
            f"{node.module}.{name.name}" if isinstance(node, ast.ImportFrom) else name.name
            for node in ast.walk(ast.parse(lesson.path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        ours = {name for name in imported if name.partition(".")[0] == "tutor"}
        assert ours <= {"tutor.live"}, lesson.slug
        others = {name.partition(".")[0] for name in imported - ours}
        assert others - {"torch", "numpy"} <= sys.stdlib_module_names, lesson.slug
