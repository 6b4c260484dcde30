"""`pytorch-tutor run` and `doctor` as a user starts them, with a real kernel."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tutor.commands.files import say_whose_course
from tutor.course.catalogue import load_course

TUTOR = [sys.executable, "-m", "tutor"]
Done = subprocess.CompletedProcess[str]
Warm = Callable[..., Done]


def tutor(
    *arguments: str, course: Path | None = None, kernel: str | None = None, env: dict[str, str] | None = None
) -> Done:
    """Run the command line to its end."""
    command = [
        *TUTOR,
        *arguments,
        *(["--course", str(course)] if course else []),
        *(["--kernel", kernel] if kernel else []),
    ]
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, **(env or {})},
    )


@pytest.fixture(scope="module")
def warm_tutor(warm_kernel: str) -> Warm:
    """The same with a kernel that need not load torch first."""
    return partial(tutor, kernel=warm_kernel)


def events(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def of_kind(all_events: list[dict[str, Any]], kind: str, cell: int | None = None) -> list[dict[str, Any]]:
    return [event for event in all_events if event["event"] == kind and cell in (None, event["cell"])]


def course_of(folder: Path, source: str) -> Path:
    """A course of one lesson, 'one', whose only cell is this."""
    (folder / "one").mkdir(parents=True)
    (folder / "course.toml").write_text('title = "T"\nformat = 1\n[[parts]]\ntitle = "P"\nlessons = ["one"]\n')
    (folder / "one" / "lesson.py").write_text(f'# /// lesson\n# title = "One"\n# ///\n# %%\n{source}\n')
    return folder


@pytest.fixture(scope="module")
def slope(warm_tutor: Warm) -> list[dict[str, Any]]:
    course = Path(__file__).parent.parent / "tiny_course"
    done = warm_tutor("run", "slope", "--json", "--set", "rate=0.75", "--set", "count=5", course=course)
    assert done.returncode == 0, done.stderr
    return events(done)


def test_every_cells_events_come_once_and_in_order(slope: list[dict[str, Any]]) -> None:
    kinds = [(event["event"], event["cell"]) for event in slope[:-1]]
    assert kinds == [
        ("output", 1),
        ("value", 1),
        ("value", 2),
        *[("report", 3)] * 5,
        *[("report", 4)] * 3,
        ("value", 4),
    ]
    assert (slope[-1]["event"], slope[-1]["status"]) == ("finished", "ok")


def test_controls_have_the_values_that_were_set(slope: list[dict[str, Any]]) -> None:
    reports = of_kind(slope, "report", 3)
    assert [report["step"] for report in reports] == [0, 1, 2, 3, 4]
    assert [report["values"]["x"] for report in reports] == [4.0, -2.0, 1.0, -0.5, 0.25]


def test_a_cell_runs_with_those_before_it_and_no_other(warm_tutor: Warm, tiny_course: Path) -> None:
    done = warm_tutor("run", "slope", "--cell", "2", "--json", course=tiny_course)
    assert done.returncode == 0
    assert {event["cell"] for event in events(done)[:-1]} == {1, 2}


def test_a_failing_cell_ends_the_run_with_its_line(warm_tutor: Warm, tiny_course: Path) -> None:
    done = warm_tutor("run", "trouble", "--json", course=tiny_course)
    assert done.returncode == 1
    *_, error, finished = found = events(done)
    script = (tiny_course / "trouble" / "lesson.py").read_text(encoding="utf-8").splitlines()
    assert script[error["line"] - 1] == "    return a + b"
    assert "RuntimeError" in error["message"]
    assert finished["status"] == "error"
    assert of_kind(found, "report")[0]["values"] == {"loss": "nan", "high": "inf", "low": "-inf"}


def test_text_for_people_shows_the_error_where_it_is(warm_tutor: Warm, tiny_course: Path) -> None:
    done = warm_tutor("run", "trouble", course=tiny_course)
    assert done.returncode == 1
    assert ">   36 │     return a + b" in done.stdout
    assert "never reached" not in done.stdout


def test_a_terminal_of_ascii_gets_escapes_and_no_failure(warm_tutor: Warm, tiny_course: Path) -> None:
    done = warm_tutor("run", "slope", "--cell", "1", course=tiny_course, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "start 4.0" in done.stdout


def test_a_device_that_is_not_there_is_named_with_those_that_are(warm_tutor: Warm, tiny_course: Path) -> None:
    done = warm_tutor("run", "slope", "--device", "cuda:99", course=tiny_course)
    assert done.returncode == 2
    *_, line = done.stderr.splitlines()
    assert "There is no device 'cuda:99' here; there is: auto, " in line
    assert "cpu" in line


def test_a_cell_past_its_time_is_a_timeout(warm_tutor: Warm, tmp_path: Path) -> None:
    done = warm_tutor("run", "one", "--json", "--timeout", "0.2", course=course_of(tmp_path, "while True: pass"))
    assert done.returncode == 1
    assert events(done)[-1]["status"] == "timeout"


def test_a_cell_that_ends_its_process_is_named_and_not_ok(warm_tutor: Warm, tmp_path: Path) -> None:
    done = warm_tutor("run", "one", "--json", course=course_of(tmp_path, "import os; os._exit(0)"))
    assert done.returncode == 1
    *_, error, finished = events(done)
    assert error["event"] == "error"
    assert finished["status"] == "killed"


def test_a_kernel_that_cannot_be_started_is_named(tiny_course: Path) -> None:
    done = tutor("run", "slope", "--json", "--kernel", "no-such-command-anywhere", course=tiny_course)
    assert done.returncode == 1
    error, finished = events(done)
    assert "no-such-command-anywhere" in error["message"]
    assert finished["status"] == "killed"


def test_a_kernel_may_be_any_command(tiny_course: Path, warm_kernel: str) -> None:
    command = shlex.join(["env", "-u", "COLUMNS", "sh", "-c", f"exec {warm_kernel}"])
    done = tutor("run", "slope", "--cell", "1", "--kernel", command, course=tiny_course)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "start 4.0" in done.stdout


PATIENT = "import os, time\nprint(f'begun {os.getpid()}')\nwhile True: time.sleep(60)"


def begun(course: Path, kernel: str) -> tuple[subprocess.Popen[str], int]:
    """A run that is in the midst of its cell, and the number of the process that runs the cell."""
    process = subprocess.Popen(
        [*TUTOR, "run", "one", "--json", "--course", str(course), "--kernel", kernel],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    event = json.loads(process.stdout.readline())
    return process, int(event["text"].split()[1])


def is_running(pid: int) -> bool:
    """Whether the process is there and no mere zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["INT", "TERM", "HUP"],
)
def test_a_signal_ends_the_run_and_leaves_no_process(
    warm_kernel: str, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    process, session = begun(course_of(tmp_path, PATIENT), warm_kernel)
    assert is_running(session)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == status, err
    assert not is_running(session)
    if number == signal.SIGINT:
        assert json.loads(out.splitlines()[-1])["status"] == "interrupted"


def test_a_reader_that_goes_away_is_no_error(warm_kernel: str, tmp_path: Path) -> None:
    course = course_of(tmp_path, "for step in range(5000):\n    print(step, flush=True)")
    say_whose_course(load_course(course))  # that is said once
    process = subprocess.Popen(
        [*TUTOR, "run", "one", "--course", str(course), "--kernel", warm_kernel],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(30) in (0, 1)


# --------------------------------------------------------------------------------------------------------------- doctor


def test_doctor_says_what_there_is(tutor_home: Path) -> None:
    done = tutor("doctor", "--json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert report["ok"]
    assert report["python"] == sys.version.split()[0]
    assert report["kernel"]["torch"]
    assert report["kernel"]["seconds"] > 0
    assert "cpu" in [device["name"] for device in report["devices"]]
    assert report["paths"]["home"] == str(tutor_home)
    assert report["terminal"]["is_terminal"] is False
    assert list(tutor_home.glob("probe")) == []


def test_doctor_names_a_home_that_cannot_be_written_and_goes_on(warm_tutor: Warm, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    home = tmp_path / "file" / "home"
    done = warm_tutor("doctor", env={"PYTORCH_TUTOR_HOME": str(home)})
    assert done.returncode == 0
    assert f"! {home} cannot be written: Not a directory" in done.stdout
    assert "The tutor can work." in done.stdout


def test_doctor_names_a_kernel_that_does_not_run() -> None:
    done = tutor("doctor", "--json", "--kernel", f"{shlex.quote(sys.executable)} -c 'raise SystemExit(3)'")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert not report["ok"]
    (problem,) = [problem for problem in report["problems"] if problem["fatal"]]
    assert "the kernel does not run" in problem["what"]
