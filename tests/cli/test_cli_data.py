"""A course that ships files: each command reaches them, and `verify` says what is wrong with them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from broken_course import GOOD, exercise, lesson, quoted

from tutor.cli import main
from tutor.commands.verifying.shipped import data_problems
from tutor.commands.verifying.structure import structure_problems
from tutor.course.catalogue import load_course

POINTS = "x = torch.tensor([float(one) for one in live.file('points.csv').read_text().split()])"
NOTES = "points.csv: drawn by hand, for this course. License: CC0 1.0.\nfaces/ and digits.npz: likewise.\n"
ANSWER = f"import torch\nfrom tutor import live\n\n{POINTS}\nassert live.digits()[1].shape == (1797,)\n\n\n{GOOD}"
CHECK = f'''

def test_the_points(answer):
    """goes down from each point of the file"""
    {POINTS}
    assert live.digits()[0].shape == (1797, 8, 8)
    assert torch.equal(answer.x, x)
    check.same(answer.descend(x.clone(), 0.1), x - 0.2 * x, "The new x")
'''


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of another author's, whose lesson, checks and answers read its file."""
    root = tmp_path_factory.mktemp("courses") / "mine"
    lesson(root, "work", f"import torch\n{POINTS}\nprint(x.sum(), *live.digits()[0].shape)", exercises=("points",))
    folder = exercise(root, "points")
    tests = (
        (folder / "test_points.py").read_text().replace("import torch\n", "import torch\nfrom tutor import live\n", 1)
    )
    (folder / "test_points.py").write_text(tests + CHECK)
    (folder / "solution.py").write_text(ANSWER)
    (root / "course.toml").write_text(
        f'title = "Mine"\nformat = 1\n[[parts]]\ntitle = "All"\nlessons = [{quoted(("work",))}]\n'
    )
    (root / "conftest.py").write_text((Path(main.__code__.co_filename).parent / "template/conftest.py").read_text())
    (root / "data").mkdir()
    (root / "data" / "README.md").write_text(NOTES)
    (root / "data" / "points.csv").write_text("3\n4\n")
    return root


def test_run_and_check_reach_the_files(course: Path, warm_kernel: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "work", "--course", str(course), "--kernel", warm_kernel]) == 0
    assert "tensor(7.) 1797 8 8" in capfd.readouterr().out
    answer = str(course / "work" / "points" / "solution.py")
    assert main(["check", "points", answer, "--course", str(course), "--kernel", warm_kernel]) == 0
    (course / "data" / "points.csv").rename(course / "gone")
    try:
        assert main(["run", "work", "--course", str(course), "--kernel", warm_kernel]) == 1
        assert "live.file: there is no file 'points.csv' in" in capfd.readouterr().out
        assert main(["check", "points", answer, "--course", str(course), "--kernel", warm_kernel]) == 1
        assert "live.file: there is no file 'points.csv' in" in capfd.readouterr().out
    finally:
        (course / "gone").rename(course / "data" / "points.csv")


def test_an_author_reaches_them_with_python_and_pytest_alone(course: Path, tmp_path: Path) -> None:
    def alone(*words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
        )

    assert alone(course / "work" / "lesson.py").stdout.splitlines() == ["tensor(7.) 1797 8 8"]
    elsewhere = tmp_path / "mine.py"
    elsewhere.write_text(ANSWER)
    options = ("-q", "-pno:cacheprovider", f"--rootdir={course}", "--answer", elsewhere)
    done = alone("-m", "pytest", course / "work" / "points", *options)
    assert done.returncode == 0, done.stdout


def test_verify_runs_what_reads_them(course: Path, warm_kernel: str, capfd: pytest.CaptureFixture[str]) -> None:
    main(["verify", str(course), "--kernel", warm_kernel])
    found = capfd.readouterr().out
    assert "✓ work\n" in found
    assert "data" not in found
    assert "solution.py" not in found


# ------------------------------------------------------------------------------------------------- what is wrong there


def wrong(root: Path) -> dict[str, str]:
    return {problem.path.relative_to(root / "data").as_posix(): problem.what for problem in data_problems(root)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data that has nothing wrong."""
    folder = tmp_path / "data"
    (folder / "faces").mkdir(parents=True)
    (folder / "README.md").write_text(NOTES)
    (folder / "points.csv").write_text("1\n")
    (folder / "faces" / "one.txt").write_text("1\n")
    (folder / "digits.npz").write_bytes((Path(__file__).parents[2] / "lessons/data/digits.npz").read_bytes())
    assert wrong(tmp_path) == {}
    return folder


def test_a_text_on_origin_and_license_names_every_file(data: Path) -> None:
    (data / "more.csv").write_text("1\n")
    (data / "oints.csv").write_text("1\n")
    assert set(wrong(data.parent)) == {"more.csv", "oints.csv"}
    assert "README.md does not name it: where is it from, and under which license?" in wrong(data.parent)["more.csv"]
    (data / "README.md").write_text("points.csv, faces/one.txt, digits.npz, more.csv and oints.csv are from a friend.")
    assert wrong(data.parent) == {"README.md": "says nothing of a license: under which one is each file?"}
    (data / "README.md").write_bytes(b"\xff\xfe license")
    assert wrong(data.parent)["README.md"].startswith("cannot be read: 'utf-8' codec")
    (data / "README.md").unlink()
    assert wrong(data.parent) == {"README.md": "this file is missing: where each file is from, and under which license"}


def test_a_file_that_cannot_be_read_is_named(data: Path) -> None:
    whole = (data / "digits.npz").read_bytes()
    (data / "digits.npz").write_bytes(whole[:20_000])
    (data / "points.csv").write_text("")
    (data / "faces" / "one.txt").unlink()
    (data / "faces" / "one.txt").symlink_to("nowhere.txt")
    assert wrong(data.parent) == {
        "digits.npz": "is cut short or damaged: File is not a zip file",
        "points.csv": "is empty",
        "faces/one.txt": "cannot be read: No such file or directory",
    }
    middle = len(whole) // 2
    (data / "digits.npz").write_bytes(whole[:middle] + bytes(9) + whole[middle + 9 :])
    assert "damaged" in wrong(data.parent)["digits.npz"]


def test_a_file_that_stays_behind_when_the_course_travels_is_named(data: Path) -> None:
    (data / "points.csv").unlink()
    (data / "points.csv").symlink_to(Path(os.__file__))
    assert wrong(data.parent)["points.csv"].startswith("is a link to what lies outside of data/")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("1")
    (problem,) = data_problems(tmp_path)
    assert "it is the folder of the files" in problem.what


def test_the_folder_is_no_stray_beside_lessons_and_is_one_within_a_lesson(course: Path) -> None:
    (course / "work" / "data").mkdir()
    try:
        found = load_course(course)
        strays = [problem.path for problem in structure_problems(found, ()) if "stray" in problem.what]
    finally:
        (course / "work" / "data").rmdir()
    assert strays == [course / "work" / "data"]


def test_a_lesson_may_be_called_data_beside_the_files(data: Path) -> None:
    root = data.parent
    lesson(root, "data", exercises=("points",))
    (data / "points").mkdir()
    (data / "points" / "task.md").write_text("a task")
    (root / "course.toml").write_text('title = "T"\nformat = 1\n[[parts]]\ntitle = "P"\nlessons = ["data"]\n')
    assert [str(problem) for problem in structure_problems(load_course(root), ())] == []
    (data / "draft").mkdir()
    (data / "draft" / "task.md").write_text("a task")
    assert [problem.path for problem in structure_problems(load_course(root), ())] == [data / "draft"]


def test_the_tutors_own_files_have_nothing_wrong() -> None:
    assert wrong(Path(__file__).parents[2] / "lessons") == {}
