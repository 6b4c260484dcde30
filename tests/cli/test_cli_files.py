"""`pytorch-tutor run FILE`: other people's scripts and notebooks, as a user starts them, with a real kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from test_cli_run import Warm, events, of_kind, tutor

from tutor.cli import main
from tutor.commands.files import on_the_cpu
from tutor.learner.progress import Store
from tutor.opening.folders import open_folder
from tutor.opening.lessons import open_file
from tutor.opening.source import OpeningError

SCRIPT = """import sys

import torch
from beside import three

print(three, open("there.txt").read(), __name__, __file__ == sys.argv[0], len(sys.argv))


def half(x):
    return x / 2


if __name__ == "__main__":
    print(half(torch.ones(1)))
    half("no number")
"""
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%matplotlib inline\nx = 1\nx + 1"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "import no_such_package\nprint('not reached')"},
    ],
}


@pytest.fixture(scope="module")
def warm_tutor(warm_kernel: str) -> Warm:
    return partial(tutor, kernel=warm_kernel)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A script and what lies beside it, and a notebook."""
    (tmp_path / "train.py").write_text(SCRIPT)
    (tmp_path / "beside.py").write_text("three = 3\n")
    (tmp_path / "there.txt").write_text("words")
    (tmp_path / "some.ipynb").write_text(json.dumps(NOTEBOOK))
    return tmp_path


def test_a_script_runs_in_its_folder_as_itself_and_errors_have_its_name_and_lines(
    warm_tutor: Warm, folder: Path
) -> None:
    done = warm_tutor("run", str(folder / "train.py"))
    assert done.returncode == 1
    assert "3 words __main__ True 1" in done.stdout
    assert "tensor([0.5000])" in done.stdout
    assert "train.py:10, in cell" in done.stdout
    assert ">   10 │     return x / 2" in done.stdout
    assert done.stderr == (
        "train.py: Its code runs with your own rights, as if you had started it with python: it can read, change and "
        "delete what you can.\n"
    )
    assert sorted(path.name for path in folder.iterdir() if path.name != "__pycache__") == [
        "beside.py", "some.ipynb", "there.txt", "train.py",
    ]  # fmt: skip


def test_a_program_that_asks_for_its_end_in_good_order_has_run_to_its_end(warm_tutor: Warm, tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(
        "import sys\n\n\ndef main():\n    print('all')\n\n\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    done = warm_tutor("run", str(path))
    assert (done.returncode, "all\n" in done.stdout, "not run" in done.stdout) == (0, True, False)
    path.write_text("# %%\nimport sys\nsys.exit(0)\n# %%\nprint('never')\n")
    done = warm_tutor("run", str(path))
    assert (done.returncode, "never" in done.stdout) == (0, False)
    assert "(The program asked for its end here; the cells below are not run.)" in done.stdout
    path.write_text("# %%\nimport sys\nsys.exit(1)\n# %%\nprint('never')\n")
    done = warm_tutor("run", str(path))
    assert (done.returncode, "never" in done.stdout, "SystemExit: 1" in done.stdout) == (1, False, True)


def test_a_program_without_arguments_that_it_needs_says_so_before_and_after(warm_tutor: Warm, tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('data')\nparser.parse_args()\n"
    )
    done = warm_tutor("run", str(path))
    assert "It needs arguments of a command line (data), and a cell has none" in done.stdout
    done = warm_tutor("run", str(path), "--anyway")
    assert "the following arguments are required: data" in done.stdout
    assert "a cell has no command line" in done.stdout


def test_a_run_stops_before_a_cell_that_lacks_something_and_says_what_unless_it_is_told_to_go_on(folder: Path) -> None:
    done = tutor("run", str(folder / "some.ipynb"), "--json", kernel=None)
    assert done.returncode == 1
    told = events(done)
    assert of_kind(told, "value", 1)[0]["text"] == "2"
    assert told[-1] == {
        "event": "stopped",
        "cell": 2,
        "lacks": "module",
        "message": "It imports no_such_package, which is not installed here: `pip install no_such_package`",
        "line": None,
    }
    assert not of_kind(told, "output")


def test_what_only_a_gpu_leads_to_is_lacking_on_the_cpu_in_its_place_too(tmp_path: Path) -> None:
    path = tmp_path / "half.py"
    path.write_text(
        "# %%\nimport torch\nif torch.cuda.is_available():\n    model = torch.nn.Linear(2, 2).cuda()\n"
        "# %%\nx = torch.ones(2).cuda()\n# %%\nprint(model)\n"
    )
    lesson = open_file(path).lesson
    assert [[lack.kind for lack in cell.lacks] for cell in lesson.cells] == [[], ["cuda"], ["gpu"]]
    assert [[lack.kind for lack in cell.lacks] for cell in on_the_cpu(lesson).cells] == [[], [], ["gpu"]]


def test_on_another_machine_and_anyway_a_cell_is_run_whatever_it_lacks_here(warm_tutor: Warm, folder: Path) -> None:
    done = warm_tutor("run", str(folder / "some.ipynb"), "--anyway")
    assert "some.ipynb, cell 2, line 1" in done.stdout
    assert "ModuleNotFoundError: No module named 'no_such_package'" in done.stdout


def test_a_file_that_cannot_be_opened_is_bad_usage_with_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "run", str(tmp_path / "none.py")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Error: There is no file {tmp_path / 'none.py'}.\n"


def test_what_a_file_lacks_is_one_object_and_opens_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", str(folder / "some.ipynb"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], len(found["cells"])) == ("notebook", 2)
    assert [[lack["kind"] for lack in cell["lacks"]] for cell in found["cells"]] == [[], ["module"]]
    assert main(["open", "--json"]) == 2
    assert "is for a file" in capsys.readouterr().err


def test_what_the_files_of_a_folder_lack_is_one_object(
    folder: Path, tiny_course: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.py").write_text("x = (\n")
    (folder / "words.md").write_text("# Only words\n")
    assert main(["open", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    files = {Path(one["path"]).name: one for one in found["files"]}
    assert (found["path"], list(files)) == (str(folder), ["beside.py", "broken.py", "some.ipynb", "train.py"])
    assert files["broken.py"]["problem"].startswith("is no Python that can be read: line 1:")
    assert files["some.ipynb"]["cells"][1]["lacks"][0]["kind"] == "module"
    empty = tmp_path_factory.mktemp("empty")
    assert main(["open", str(empty), "--json"]) == 2
    assert "has no file that can be opened" in capsys.readouterr().err
    assert main(["open", str(tiny_course), "--json"]) == 2
    assert f"is a course; `pytorch-tutor list --course {tiny_course} --json`" in capsys.readouterr().err


def test_what_was_changed_goes_out_and_back_into_the_script(
    folder: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = folder / "train.py"
    lesson = open_file(script).lesson
    store = Store(tutor_home)
    store.open(lesson.slug, {cell.number: cell.source for cell in lesson.cells})
    last = len(lesson.cells)
    store.keep(lesson.slug, edits={last: "print('changed')"}, controls={})
    store.close()
    assert main(["export", str(script), "-o", str(folder / "out.ipynb")]) == 0
    assert "1 of them as you have changed them" in capsys.readouterr().out
    assert json.loads((folder / "out.ipynb").read_text())["cells"][-1]["source"] == ["print('changed')"]
    assert main(["export", str(script), "-o", str(folder / "out.py"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "path": str(folder / "out.py"), "title": "train", "format": "py", "cells": last, "edited": [last],
        "outputs": False,
    }  # fmt: skip
    assert main(["export", str(script), "-o", str(folder / "out.ipynb")]) == 2
    assert "--force overwrites it" in capsys.readouterr().err
    assert main(["open", str(script), "--write"]) == 0
    assert "What it was is in train.py.bak" in capsys.readouterr().out
    assert script.read_text().endswith("    return x / 2\n\n\nprint('changed')\n")
    assert (folder / "train.py.bak").read_text() == SCRIPT
    assert main(["open", str(script), "--write"]) == 0
    assert "there is nothing to write" in capsys.readouterr().out


def test_a_lesson_goes_out_with_what_its_cells_led_to(tiny_course: Path, tmp_path: Path, warm_kernel: str) -> None:
    course, out = ["--course", str(tiny_course)], tmp_path / "out.md"
    assert main(["export", "slope", "-o", str(out), "--outputs", *course, "--kernel", warm_kernel]) == 0
    text = out.read_text()
    assert text.count("```python") >= 2
    assert "\n```\n\n```\nstep " in text


def test_a_folder_is_a_course_in_the_order_of_its_names(folder: Path) -> None:
    (folder / "part 10.py").write_text("x = 10\n")
    (folder / "part 2.py").write_text("x = 2\n")
    (folder / "broken.py").write_text("x = (\n")
    (folder / "words.md").write_text("# Only words\n")
    (folder / "more").mkdir()
    (folder / "more" / "one.py").write_text("x = 1\n")
    (folder / "again").symlink_to(folder)
    course = open_folder(folder)
    assert [part.title for part in course.parts] == [folder.name, "more"]
    named = [lesson.path.name for lesson in course.lessons]
    assert named == ["beside.py", "broken.py", "part 2.py", "part 10.py", "some.ipynb", "train.py", "one.py"]
    assert [str(one) for one in course.lessons[1].problems] == [
        f"{folder / 'broken.py'}:1: is no Python that can be read: line 1: '(' was never closed"
    ]
    (folder / "none").mkdir()
    with pytest.raises(OpeningError, match="has no file that can be opened"):
        open_folder(folder / "none")
