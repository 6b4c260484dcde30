"""Milestones without the screens: `list`, `progress`, `run` and `verify`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tutor.cli import main
from tutor.course.catalogue import course_key
from tutor.learner.progress import Store

HEAD = '# /// lesson\n# title = "{title}"\n# minutes = 4\n# needs = [{needs}]\n# ///\n# %%\nfrom tutor import live\n'
REACHED = "# %%\nlive.reached('near enough')\n"


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The course that `new` makes, its part with a milestone."""
    root = tmp_path / "made"
    assert main(["new", str(root)]) == 0
    with (root / "course.toml").open("a") as file:
        file.write('milestone = "goal"\n')
    capsys.readouterr()
    write(root, "goal", REACHED)
    return root


def write(root: Path, slug: str, code: str, needs: str = "") -> None:
    (root / slug).mkdir(exist_ok=True)
    (root / slug / "lesson.py").write_text(HEAD.format(title=slug.title(), needs=needs) + code)


def test_list_has_it_at_the_end_of_its_part(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--course", str(course)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split("  ")[-1] == "the part's milestone"
    assert main(["list", "--json", "--course", str(course)]) == 0
    (part,) = json.loads(capsys.readouterr().out)["parts"]
    assert part["milestone"] == {"slug": "goal", "title": "Goal", "minutes": 4}


def test_progress_says_what_it_came_to(course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--course", str(course)]) == 0
    assert "◇ Goal  goal   not reached yet" in capsys.readouterr().out.splitlines()
    store = Store(tutor_home, course_key(course))
    store.milestones.reach("goal", "near enough", "# %%\n", {"rate": 0.5})
    store.close()
    kept = store.milestones.latest("goal")
    assert kept is not None
    assert main(["progress", "--course", str(course)]) == 0
    assert f"◆ Goal  goal   {kept.day}: near enough" in capsys.readouterr().out.splitlines()
    assert main(["progress", "--json", "--course", str(course)]) == 0
    (one,) = json.loads(capsys.readouterr().out)["milestones"]
    assert (one["milestone"], one["reached"], one["result"], one["controls"]) == (
        "goal",
        True,
        "near enough",
        {"rate": 0.5},
    )


def test_the_cheat_sheet_has_the_program_that_reached_it(
    course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["notes", "--course", str(course)]) == 0
    assert "## Goal" not in capsys.readouterr().out
    store = Store(tutor_home, course_key(course))
    store.milestones.reach("goal", "near enough", "# %%\nx = '```'\n", {"rate": 0.5})
    store.close()
    kept = store.milestones.latest("goal")
    assert kept is not None
    assert main(["notes", "--course", str(course)]) == 0
    out = capsys.readouterr().out
    assert f"## Goal\n\nReached on {kept.day} with rate 0.5: near enough\n\n````python\n# %%\nx = '```'\n````\n" in out
    assert main(["notes", "--json", "--course", str(course)]) == 0
    *_, goal = json.loads(capsys.readouterr().out)["lessons"]
    assert (goal["lesson"], goal["reached"]["result"]) == ("goal", "near enough")


def test_run_says_what_was_reached(course: Path, warm_kernel: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "goal", "--course", str(course), "--kernel", warm_kernel]) == 0
    assert "✓ reached: near enough" in capsys.readouterr().out.splitlines()
    assert main(["run", "goal", "--json", "--course", str(course), "--kernel", warm_kernel]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one for one in said if one["event"] == "reached"] == [
        {"event": "reached", "cell": 2, "result": "near enough"}
    ]


def test_verify_runs_it_as_a_script_and_in_the_tutor(
    course: Path, warm_kernel: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(course), "--kernel", warm_kernel]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "✓ goal" in lines
    assert lines[-1].startswith("Nothing is wrong: 1 lesson, 1 milestone, 1 exercise with 6 answers, ")


@pytest.mark.parametrize(
    ("code", "needs", "line", "words"),
    [
        ("# %%\n1 + 1\n", "", 1, "run as a script, it does not reach its milestone"),
        (
            "# %%\nif not isinstance(live.present(), live.Terminal):\n    print(1)\nelse:\n    live.reached('x')\n",
            "",
            1,
            "it does not reach its milestone: no cell called live.reached",
        ),
        (REACHED + "1 / 0\n", "", 10, "run as a script, it ends with status 'error': ZeroDivisionError"),
        (REACHED, '"magic"', 4, "needs 'magic', which no earlier lesson teaches"),
    ],
)
def test_verify_names_what_is_wrong_with_it(
    course: Path,
    warm_kernel: str,
    capsys: pytest.CaptureFixture[str],
    code: str,
    needs: str,
    line: int,
    words: str,
) -> None:
    write(course, "goal", code, needs)
    assert main(["verify", str(course), "--json", "--kernel", warm_kernel]) == 1
    report = json.loads(capsys.readouterr().out)
    (problem,) = report["problems"]
    assert (problem["path"], problem["line"]) == (str(course / "goal" / "lesson.py"), line)
    assert words in problem["what"]
    assert report["milestones"] == 1


def test_verify_names_a_lesson_that_is_none_and_says_that_it_reached_one(
    course: Path, warm_kernel: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with (course / "first_steps" / "lesson.py").open("a") as file:
        file.write(REACHED)
    assert main(["verify", str(course), "--json", "--kernel", warm_kernel]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["path"] == str(course / "first_steps" / "lesson.py")
    assert "no part of course.toml ends with it" in problem["what"]
