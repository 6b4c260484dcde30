"""Files that a course ships: which names lead to one, and what is said where none does; the digits, whole or broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tutor import live
from tutor.course.files import data_file, data_files
from tutor.live.data import COPIES, COURSE, DIGITS, TITLE, read_digits

SHIPPED = Path(__file__).parents[2] / "lessons" / "data" / "digits.npz"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of another author's, which ships three files."""
    root = tmp_path / "course"
    (root / "data" / "faces").mkdir(parents=True)
    (root / "first").mkdir()
    (root / "course.toml").write_text('title = "Mine"\nformat = 1\n')
    (root / "data" / "README.md").write_text("points.csv, faces/: drawn by hand. License: CC0.")
    (root / "data" / "points.csv").write_text("1,2\n")
    for name in ("one", "two"):
        (root / "data" / "faces" / f"{name}.txt").write_text(name)
    (tmp_path / "secret.txt").write_text("not yours")
    (root / "data" / "out.txt").symlink_to(tmp_path / "secret.txt")
    return root


# ------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("name", ["points.csv", "faces/one.txt"])
def test_a_file_is_had_by_its_name_in_data(course: Path, name: str) -> None:
    assert data_file(course, name) == course / "data" / name


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("../course.toml", ValueError, "is a path out of it"),
        ("faces/../../course.toml", ValueError, "is a path out of it"),
        ("/etc/passwd", ValueError, "is a path out of it"),
        ("~/points.csv", ValueError, "is a path out of it"),
        ("..\\course.toml", ValueError, "is a path out of it"),
        ("out.txt", ValueError, "is a link to what lies outside"),
        ("", ValueError, "is no file's name"),
        ("points.csv\0", ValueError, "is no file's name"),
        (3, TypeError, "a name in quotes is needed, as in 'points.csv', not 3"),
        ("point.csv", FileNotFoundError, "Did you mean 'points.csv'?"),
        ("faces", FileNotFoundError, "'faces' is a folder. There are: faces/one.txt, faces/two.txt."),
        ("digits.npz", FileNotFoundError, "There are: faces/one.txt, faces/two.txt, out.txt, points.csv."),
    ],
)
def test_what_is_no_file_of_the_course_is_refused_in_words(
    course: Path, name: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind) as raised:
        data_file(course, name)
    assert words in str(raised.value)


def test_a_course_without_files_says_so(course: Path) -> None:
    (course / "data").rename(course / "first" / "data")
    with pytest.raises(FileNotFoundError, match="This course ships no files"):
        data_file(course, "points.csv")


def test_what_is_of_a_lesson_that_is_called_data_is_no_file_of_the_course(course: Path) -> None:
    (course / "data" / "lesson.py").write_text("")
    (course / "data" / "idioms.py").write_text("")
    (course / "data" / "collate").mkdir()
    (course / "data" / "collate" / "task.md").write_text("")
    (course / "data" / "collate" / "solution.py").write_text("")
    (course / "data" / ".hidden").write_text("")
    for name in ("lesson.py", "idioms.py", "collate/solution.py", "collate", ".hidden", "."):
        with pytest.raises((FileNotFoundError, ValueError)):
            data_file(course, name)
    assert data_file(course, "README.md") == course / "data" / "README.md"
    assert data_file(course, "faces/two.txt") == course / "data" / "faces" / "two.txt"
    assert len(list(data_files(course))) == 4


def test_what_a_course_ships_is_all_but_the_text_about_it(course: Path) -> None:
    (course / "data" / ".DS_Store").write_text("")
    names = [path.relative_to(course / "data").as_posix() for path in data_files(course)]
    assert names == ["faces/one.txt", "faces/two.txt", "out.txt", "points.csv"]


# -------------------------------------------------------------------------------------------------------- where it is


def test_a_script_that_runs_alone_is_in_the_course_that_it_lies_in(course: Path, tmp_path: Path) -> None:
    lesson = course / "first" / "lesson.py"
    lesson.write_text("from tutor import live\nprint(live.file('points.csv').read_text())\n")
    done = subprocess.run(
        [sys.executable, lesson], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.stdout.strip(), done.stderr) == ("1,2", "")


def test_a_notebook_is_in_the_course_that_it_is_opened_in(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course / "first")
    assert live.file("points.csv") == course / "data" / "points.csv"


def test_a_script_that_lies_in_no_course_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"^live\.file: this script lies in no course"):
        live.file("points.csv")


def test_a_course_that_is_not_on_this_machine_is_named_with_what_to_do(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COURSE, str(course))
    monkeypatch.setenv(TITLE, "Yours")
    with pytest.raises(FileNotFoundError, match=r"has another course, 'Mine'; this lesson is of 'Yours'\. .*--course"):
        live.file("points.csv")
    monkeypatch.setenv(COURSE, str(course / "first"))
    with pytest.raises(FileNotFoundError, match=r"there is no course in .*first on this machine\. .*--course DIR"):
        live.file("points.csv")


def test_what_is_written_changes_a_copy_and_the_next_call_gives_what_was_shipped(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COURSE, str(course))
    monkeypatch.setenv(COPIES, str(tmp_path / "copies"))
    path = live.file("faces/one.txt")
    assert path == live.file("faces/one.txt") == tmp_path / "copies" / "faces" / "one.txt"
    assert path.stat().st_mode & 0o222 == 0
    assert path.stat().st_ino == live.file("faces/one.txt").stat().st_ino, "copied once"
    path.chmod(0o644)
    path.write_text("bad")
    assert live.file("faces/one.txt").read_text() == "one"
    live.file("faces/one.txt").unlink()
    assert live.file("faces/one.txt").read_text() == "one"
    assert (course / "data" / "faces" / "one.txt").read_text() == "one"
    assert [one.name for one in path.parent.iterdir()] == ["one.txt"]


# ------------------------------------------------------------------------------------------------------------- digits


def test_the_digits_are_as_they_were_shipped() -> None:
    images, labels = live.digits()
    assert (images.dtype, images.shape) == (torch.uint8, (1797, 8, 8))
    assert (labels.dtype, labels.shape) == (torch.int64, (1797,))
    assert (images.min().item(), images.max().item()) == (0, 16)
    assert labels.bincount().tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert images.flatten(1).unique(dim=0).shape[0] == 1797, "all of them differ"


def test_digits_that_were_changed_are_fresh_at_the_next_call() -> None:
    images, labels = live.digits()
    images.zero_()
    labels.zero_()
    images, labels = live.digits()
    assert images.any()
    assert labels.any()


IMAGES = np.zeros(DIGITS["images"], np.uint8)
LABELS = np.zeros(DIGITS["labels"], np.uint8)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        (
            {"images": IMAGES[:-1], "labels": LABELS},
            r"images in .* is uint8 of shape \(1796, 8, 8\), and must be uint8",
        ),
        ({"images": IMAGES.reshape(-1, 64), "labels": LABELS}, r"shape \(1797, 64\), and must .* \(1797, 8, 8\)"),
        ({"images": IMAGES / 16, "labels": LABELS}, "images in .* is float64"),
        ({"images": IMAGES, "labels": LABELS[1:]}, r"labels in .* shape \(1796,\), and must be .* \(1797,\)"),
        ({"images": IMAGES}, r"is cut short or damaged \(KeyError"),
    ],
)
def test_digits_of_another_shape_are_told_with_the_one_that_is_needed(
    tmp_path: Path, arrays: dict[str, Any], words: str
) -> None:
    path = tmp_path / "digits.npz"
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match=words) as raised:
        read_digits(path)
    assert str(raised.value).startswith("live.digits: ")
    assert str(raised.value).endswith("Install pytorch-tutor again; the other lessons work without it.")


@pytest.mark.parametrize("kept", [0, 1, 100, 20_000, 40_000, 45_000, -1])
def test_digits_that_are_cut_short_are_told_with_what_to_do(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "digits.npz"
    path.write_bytes(SHIPPED.read_bytes()[:kept])
    with pytest.raises(ValueError, match=r"digits\.npz is cut short or damaged .* Install pytorch-tutor again"):
        read_digits(path)


@pytest.mark.parametrize("at", range(0, 45_000, 1500))
def test_digits_of_which_some_bytes_are_others_are_never_taken_for_the_digits(tmp_path: Path, at: int) -> None:
    path, whole = tmp_path / "digits.npz", bytearray(SHIPPED.read_bytes())
    whole[at : at + 40] = bytes(byte ^ 255 for byte in whole[at : at + 40])
    path.write_bytes(whole)
    with pytest.raises(ValueError, match="Install pytorch-tutor again"):
        read_digits(path)


@pytest.mark.parametrize("text", [b"text\n" * 99, b"\x93NUMPY", b"\x80\x05."])
def test_another_file_in_the_place_of_the_digits_is_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "digits.npz").write_bytes(text)
    with pytest.raises(ValueError, match="is cut short or damaged"):
        read_digits(tmp_path / "digits.npz")


def test_digits_that_are_missing_or_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"digits\.npz is missing\. Install pytorch-tutor again"):
        read_digits(tmp_path / "digits.npz")
    with pytest.raises(ValueError, match="Install pytorch-tutor again"):
        read_digits(tmp_path)


def test_nothing_of_this_loads_torch_before_it_is_read() -> None:
    code = (
        "import sys; from tutor.course import files; import tutor.live.data; print({'torch', 'numpy'} & {*sys.modules})"
    )
    env = {**os.environ, "PYTHONPATH": str(SHIPPED.parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"
