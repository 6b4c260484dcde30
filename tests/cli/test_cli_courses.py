"""Courses as packages: made ready to build, listed, opened by their names, and never imported to be found."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tutor.cli import main
from tutor.commands.making import course_name
from tutor.course.catalogue import CourseNotFoundError, find_course
from tutor.course.installed import GROUP, installed_course, installed_courses

BUILD = (
    "import sys; from hatchling.builders.wheel import WheelBuilder;"
    "print(*WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard']))"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a new course is built into."""
    folder = tmp_path_factory.mktemp("making")
    assert main(["new", str(folder / "optics")]) == 0
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder / "optics"), str(folder / "built")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture
def installed(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that it is installed in, as pip would."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "site"


def test_a_new_course_is_ready_to_build_with_all_that_it_needs_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"optics_course/course.toml", "optics_course/first_steps/lesson.py"} <= set(names)
    assert "optics_course/first_steps/descend/task.md" in names
    assert {name.partition("/")[0] for name in names} == {"optics_course", "optics_course-0.1.0.dist-info"}


def test_an_installed_course_is_found_by_its_name_and_listed(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find_course(Path("optics")) == installed / "optics_course"
    assert main(["courses", "--json"]) == 0
    own, optics = json.loads(capsys.readouterr().out)["courses"]
    assert own["lessons"] > 5
    assert (optics["name"], optics["title"], optics["package"]) == (
        "optics",
        "A course of my own",
        "optics-course 0.1.0",
    )
    assert main(["courses"]) == 0
    assert "optics  A course of my own, 1 lesson" in capsys.readouterr().out
    assert main(["list", "--course", "optics"]) == 0
    assert "first_steps" in capsys.readouterr().out
    assert "optics_course" not in sys.modules


def test_a_course_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseNotFoundError, match="`pytorch-tutor courses` lists"):
        find_course(Path("no_such_course"))
    with pytest.raises(CourseNotFoundError, match=r"no course\.toml$"):
        find_course(tmp_path)


def test_an_entry_point_that_leads_nowhere_says_so() -> None:
    found = installed_courses([metadata.EntryPoint("lost", "no_such_package.lessons", GROUP)])
    assert [(one.name, one.root, one.problem) for one in found] == [
        ("lost", None, "there is no package no_such_package.lessons")
    ]
    (empty,) = installed_courses([metadata.EntryPoint("empty", "json", GROUP)])
    assert empty.problem.endswith("has no course.toml")
    assert installed_course("lost") is None


@pytest.mark.parametrize(
    ("folder", "name"),
    [("optics", "optics"), ("My Course", "my-course"), ("3d", "course-3d"), ("λ", "course"), ("a_b", "a-b")],
)
def test_a_course_is_called_as_its_folder(folder: str, name: str) -> None:
    assert course_name(Path("/x") / folder) == name


def test_whose_rights_the_code_of_a_course_has_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "made")]) == 0
    said = []
    for _ in range(2):
        capsys.readouterr()
        assert main(["check", "descend", str(tmp_path / "nothing.py"), "--course", str(tmp_path / "made")]) == 2
        said.append(capsys.readouterr().err.count("with your own rights"))
    assert said == [1, 0]
