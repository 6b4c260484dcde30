"""`pytorch-tutor reset`, `progress` and `new`: what lies in files, without a kernel."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tutor.cli import main
from tutor.commands.making import TEMPLATE
from tutor.commands.progressing import next_unfinished
from tutor.course.catalogue import course_key, find_course, load_course
from tutor.course.exercise import exercises_of
from tutor.learner.progress import Store

STARTER = (TEMPLATE / "first_steps" / "descend" / "starter.py").read_text()


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A course with the one exercise 'descend'."""
    assert main(["new", str(tmp_path / "made")]) == 0
    capsys.readouterr()
    return tmp_path / "made"


def own_file(course: Path, tutor_home: Path) -> Path:
    return tutor_home / "work" / course_key(course) / "first_steps" / "descend.py"


# --------------------------------------------------------------------------------------------------------------- reset


def test_a_reset_where_there_is_nothing_lays_the_starter_there(
    course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reset", "descend", "--course", str(course)]) == 0
    path = own_file(course, tutor_home)
    assert path.read_text() == STARTER
    assert str(path) in capsys.readouterr().out


def test_a_reset_says_where_the_backup_lies_and_undo_brings_it_back(
    course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own_file(course, tutor_home)
    path.parent.mkdir(parents=True)
    path.write_text("mine = 1\n")
    assert main(["reset", "descend", "--course", str(course)]) == 0
    backup = path.with_name("descend.before-reset.py")
    assert str(backup) in capsys.readouterr().out
    assert (path.read_text(), backup.read_text()) == (STARTER, "mine = 1\n")
    assert main(["reset", "descend", "--undo", "--course", str(course)]) == 0
    assert path.read_text() == "mine = 1\n"


def test_what_is_to_be_typed_next_repeats_the_options_in_force(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / "my answers"
    (work / "first_steps").mkdir(parents=True)
    (work / "first_steps" / "descend.py").write_text("mine = 1\n")
    asked = ["--course", str(course), "--workspace", str(work)]
    assert main(["reset", "descend", *asked]) == 0
    said = capsys.readouterr().out
    _, told, _ = said.split("`")
    assert shlex.split(told) == ["pytorch-tutor", "reset", "descend", "--undo", *asked]
    assert main(shlex.split(told)[1:]) == 0
    assert (work / "first_steps" / "descend.py").read_text() == "mine = 1\n"
    capsys.readouterr()
    assert main(["progress", "--course", str(course)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"next: pytorch-tutor watch descend --course {course}"


def test_a_reset_of_an_untouched_file_changes_nothing(
    course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["reset", "descend", "--course", str(course)])
    assert main(["reset", "descend", "--course", str(course)]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert not list(own_file(course, tutor_home).parent.glob("*.before-reset.py"))


def test_a_workspace_inside_the_course_is_refused(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reset", "descend", "--course", str(course), "--workspace", str(course / "mine")]) == 1
    assert "lies inside the course" in capsys.readouterr().err
    assert not (course / "mine").exists()


# ------------------------------------------------------------------------------------------------------------ progress


def test_progress_is_counted_by_lesson(course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(tutor_home, course_key(course))
    store.practice.checked("descend", "text", "wrong")
    store.practice.show_hint("descend", 0)
    store.visit("first_steps", 0)
    store.close()
    assert main(["progress", "--json", "--course", str(course)]) == 0
    data = json.loads(capsys.readouterr().out)
    (lesson,) = data.pop("lessons")
    assert data == {"course": "A course of my own", "right": 0, "exercises": 1, "next": "descend", "milestones": []}
    (exercise,) = lesson.pop("exercises")
    assert lesson == {"lesson": "first_steps", "title": "First steps", "finished": False, "seen": 1, "screens": 2}
    assert exercise == {
        "exercise": "descend",
        "title": "Descend",
        "status": "tried",
        "verdict": "wrong",
        "attempts": 1,
        "hints": 1,
        "solution_seen": False,
        "solved_at": None,
    }


def test_progress_for_people_names_what_comes_next(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--course", str(course)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "First steps   0 of 2 screens · 0 of 1 exercise right",
        "  ○ Descend  descend",
        "",
        "0 of 1 exercise right",
        f"next: pytorch-tutor watch descend --course {course}",
    ]


def test_the_next_unfinished_is_looked_for_round_the_end_and_skipped_ones_come_last(tmp_path: Path) -> None:
    exercises = exercises_of(load_course(find_course()))
    first, second, third = (one.slug for one in exercises[:3])
    store = Store(tmp_path, "course")
    assert next_unfinished(exercises[:3], store) == first
    store.practice.skip(first)
    assert next_unfinished(exercises[:3], store, after=second) == third
    store.practice.checked(third, "text", "right")
    assert next_unfinished(exercises[:3], store, after=second) == first
    store.practice.checked(second, "text", "right")
    store.practice.checked(first, "text", "right")
    assert next_unfinished(exercises[:3], store) is None


# ----------------------------------------------------------------------------------------------------------------- new


def test_a_new_course_is_not_made_over_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / ".hidden").write_text("")
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for name, status in (("full", 2), ("file", 2), ("file/below", 2), ("empty", 0), ("deep/er", 0)):
        assert main(["new", str(tmp_path / name)]) == status
    err = capsys.readouterr().err
    assert "full is not empty" in err
    assert "file is a file" in err
    assert [path.name for path in (tmp_path / "full").iterdir()] == [".hidden"]
    assert (tmp_path / "deep" / "er" / "course.toml").is_file()


def test_a_new_course_can_be_written_to_and_has_no_caches(course: Path) -> None:
    made = {path.relative_to(course) for path in course.rglob("*")}
    assert not [path for path in made if "__pycache__" in path.parts]
    assert all(path.stat().st_mode & 0o200 for path in course.rglob("*"))
    assert Path("first_steps/descend/test_descend.py") in made
