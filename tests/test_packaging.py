"""What is installed: the lessons travel inside the package, and the exact set of versions is whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tutor.course.catalogue import find_course
from tutor.course.files import data_files

ROOT = Path(__file__).parent.parent


def built(builder: str, kind: str, to: Path) -> Path:
    """What hatchling builds: 'wheel.WheelBuilder' or 'sdist.SdistBuilder', of this kind."""
    module, name = builder.split(".")
    build = (
        f"from hatchling.builders.{module} import {name}; "
        f"print(*{name}({str(ROOT)!r}).build(directory={str(to)!r}, versions=[{kind!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", build], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def wheel(kind: str, to: Path) -> zipfile.ZipFile:
    """A wheel of this kind ('standard' or 'editable')."""
    return zipfile.ZipFile(built("wheel.WheelBuilder", kind, to))


def test_lessons_travel_inside_the_package_and_not_as_a_name_of_their_own(tmp_path: Path) -> None:
    names = wheel("standard", tmp_path).namelist()
    assert {"tutor/cli.py", "tutor/lessons/course.toml", "tutor/lessons/learning_rate/lesson.py"} <= set(names)
    assert {"tutor/template/course.toml", "tutor/template/first_steps/descend/task.md"} <= set(names)
    assert {"tutor/lessons/conftest.py", "tutor/template/conftest.py"} <= set(names)
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tutor"}


def test_a_package_that_follows_the_checkout_has_no_copy_of_the_lessons(tmp_path: Path) -> None:
    names = wheel("editable", tmp_path).namelist()
    assert [name for name in names if "lessons" in name] == []


DATA = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for path in (ROOT / "lessons" / "data" / "README.md", *data_files(ROOT / "lessons"))
}


def test_the_data_of_the_course_travel_whole_with_the_text_about_them(tmp_path: Path) -> None:
    assert set(DATA) == {"lessons/data/README.md", "lessons/data/digits.npz"}
    made = wheel("standard", tmp_path)
    for name, held in DATA.items():
        assert made.read(f"tutor/{name}") == held
    with tarfile.open(built("sdist.SdistBuilder", "standard", tmp_path)) as packed:
        (top,) = {name.partition("/")[0] for name in packed.getnames()}
        for name, held in DATA.items():
            assert packed.extractfile(f"{top}/{name}").read() == held


def test_an_installation_that_follows_the_checkout_finds_its_data() -> None:
    assert (find_course(package=ROOT / "tutor") / "data" / "digits.npz").read_bytes() == DATA["lessons/data/digits.npz"]


def test_nothing_is_put_into_other_pytest_runs_of_the_learners(tmp_path: Path) -> None:
    made = wheel("standard", tmp_path)
    (points,) = [name for name in made.namelist() if name.endswith("entry_points.txt")]
    assert re.findall(r"\[(.+)\]", made.read(points).decode()) == ["console_scripts"]


def test_every_dependency_has_its_exact_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line) for line in lines)
    fixed = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    assert {re.split(r"[<>=\[]", name)[0].lower() for name in wanted} <= fixed


def test_what_is_supported_is_what_nox_tries() -> None:
    """nox is not there for the tests, so its file is read as text."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse((ROOT / "noxfile.py").read_text()).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    prefix = "Programming Language :: Python :: "
    minors = [one.removeprefix(prefix) for one in project["classifiers"] if re.fullmatch(prefix + r"3\.\d+", one)]
    assert minors == names["PYTHONS"]
    assert project["requires-python"] == f">={minors[0]}"
    (torch,) = (one for one in project["dependencies"] if one.startswith("torch>"))
    assert re.match(r"torch>=([0-9.]+)", torch)[1] + ".0" == names["OLDEST_TORCH"]
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    assert all(f'"{minor}"' in workflow for minor in minors)


@pytest.mark.parametrize("mark", ["start", "tests"])
def test_the_readme_has_its_two_commands(mark: str) -> None:
    block = re.search(rf"<!-- {mark} -->\n```sh\n(?P<command>.+)\n```", (ROOT / "README.md").read_text())
    assert block is not None
    assert "-c constraints.txt" in block["command"]


def test_an_author_needs_pytest_alone_to_run_the_checks_of_an_exercise() -> None:
    """The plugins of the tutor's own tests are switched off here, as where the test extra is not installed."""
    lacking = ("asyncio", "timeout", "xdist", "pytest-textual-snapshot", "syrupy", "pytorch_tutor")
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *(f"-pno:{name}" for name in lacking),
            "lessons/linear_regression/one_step",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
