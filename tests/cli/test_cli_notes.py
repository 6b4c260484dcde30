"""`pytorch-tutor notes`: the cheat sheet as Markdown and as JSON, printed and in a file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.cli import main
from tutor.commands.noting import fenced
from tutor.course.catalogue import course_key
from tutor.learner.notes import NotePlace
from tutor.learner.progress import Store

IDIOMS = "# %% a number doubled\nx = 1\ny = 2 * x\n# %% and shown\nprint(y)\n"


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A course with one lesson, idioms, and the one exercise 'descend'."""
    assert main(["new", str(tmp_path / "made")]) == 0
    (tmp_path / "made" / "first_steps" / "idioms.py").write_text(IDIOMS)
    capsys.readouterr()
    return tmp_path / "made"


@pytest.fixture
def kept(course: Path, tutor_home: Path) -> Store:
    return Store(tutor_home, course_key(course))


def printed(course: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["notes", "--course", str(course), *options]) == 0
    return capsys.readouterr().out


def test_what_is_not_yet_right_is_counted_and_not_given_away(
    course: Path, kept: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    before = printed(course, capsys)
    learnt = re.findall('learnt = "(.*)"', (course / "first_steps" / "descend" / "task.md").read_text())[0]
    assert "1 exercise is not yet right." in before
    assert learnt not in before
    kept.practice.checked("descend", "x", "wrong")
    kept.practice.checked("descend", "x", "right")
    kept.close()
    after = printed(course, capsys)
    assert learnt in after
    assert "not yet right" not in after


def test_idioms_stand_in_one_fence_each_below_its_words(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "```python\n# a number doubled\nx = 1\ny = 2 * x\n\n# and shown\nprint(y)\n```" in printed(course, capsys)


def test_a_note_stands_as_written_and_nothing_in_it_ends_its_fence(
    course: Path, kept: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# no heading\n```python\nx = 1\n````\n[b]*as it is*[/b] <script>"
    kept.notes.write((), NotePlace("first_steps", 0, "Down the bowl"), text)
    kept.close()
    out = printed(course, capsys)
    assert f"\n`````text\n{text}\n`````\n" in out


@pytest.mark.parametrize("text", ["", "`", "```", "a ```` b\n```\n", "~~~"])
def test_a_fence_is_longer_than_any_row_of_backticks_in_it(text: str) -> None:
    first, *inside, last = "\n".join(fenced(text, "text")).split("\n")
    assert last == first.removesuffix("text")
    assert len(last) >= 3
    assert all(last not in line for line in inside)


def test_notes_say_where_they_were_taken_and_none_is_left_out(
    course: Path, kept: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.notes.write((), NotePlace("first_steps", 0, "Down", "descend"), "of the exercise")
    kept.notes.write((), NotePlace("first_steps", 0, "Whatever"), "of the screen")
    kept.notes.write((), NotePlace("first_steps", 0, "Old", "gone"), "of one that is gone")
    kept.notes.write((), NotePlace("away", 3, "A heading"), "of a lesson that is gone")
    kept.close()
    data = json.loads(printed(course, capsys, "--json"))
    (lesson,) = data["lessons"]
    assert [(one["text"], one["screen"], one["exercise"]) for one in lesson["notes"]] == [
        ("of the screen", 1, None),
        ("of the exercise", None, "descend"),
        ("of one that is gone", None, "gone"),
    ]
    assert [(one["lesson"], one["where"], one["text"]) for one in data["other_notes"]] == [
        ("away", "away, screen 4, A heading", "of a lesson that is gone")
    ]
    assert lesson["idioms"][0] == {"words": "a number doubled", "code": "x = 1\ny = 2 * x"}
    out = printed(course, capsys)
    for text in ("of the exercise", "of the screen", "of one that is gone", "of a lesson that is gone"):
        assert text in out


def test_a_file_is_written_and_never_overwritten_unasked(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sheet.md"
    assert main(["notes", "--course", str(course), "--output", str(file)]) == 0
    assert capsys.readouterr().out == f"{file} holds the cheat sheet, with 0 notes of your own.\n"
    assert file.read_text() == printed(course, capsys)
    file.write_text("mine")
    assert main(["notes", "--course", str(course), "--output", str(file)]) == 2
    assert "is there already. --force overwrites it." in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert main(["notes", "--course", str(course), "--output", str(file), "--force"]) == 0
    assert "a number doubled" in file.read_text()


def test_a_folder_is_no_file_to_write(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notes", "--course", str(course), "--output", str(tmp_path), "--force"]) == 2
    assert "is a folder; name a file." in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_one_line(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notes", "--course", str(course), "--output", "/dev/full"]) == 1
    assert capsys.readouterr().err == "Error: /dev/full could not be written: No space left on device.\n"


def test_the_file_is_whole_in_the_encoding_of_markdown_whatever_the_terminals(
    course: Path, kept: Store, tmp_path: Path
) -> None:
    kept.notes.write((), NotePlace("first_steps"), "λ → 2")
    kept.close()
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "notes", "--course", str(course), "--output", str(tmp_path / "a.md")],
        env={"PYTORCH_TUTOR_HOME": str(kept.home), "PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "λ → 2" in (tmp_path / "a.md").read_text(encoding="utf-8")
