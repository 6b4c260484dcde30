from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tutor.commands.events import JsonLines, Text, visible
from tutor.course.lesson import read_lesson
from tutor.course.model import Lesson
from tutor.kernel.protocol.events import (
    Awaited,
    CellFinished,
    CellStarted,
    Failure,
    Frame,
    Output,
    RunFinished,
    Shown,
    Steps,
)
from tutor.kernel.protocol.messages import FromKernel
from tutor.views.curvature.data import CurvatureView
from tutor.views.fit.data import FitView
from tutor.views.kinds import View
from tutor.views.packing import pack
from tutor.views.surface.data import SurfaceView
from tutor.views.values.data import TensorView, TextView


@pytest.fixture
def lesson(tiny_course: Path) -> Lesson:
    return read_lesson(tiny_course / "trouble")


def steps(count: int, **columns: list[float]) -> Steps:
    return Steps(1, 1, 2, tuple(columns), pack(range(count)), tuple(pack(column) for column in columns.values()))


def objects(lesson: Lesson, *messages: FromKernel) -> list[dict[str, Any]]:
    lines: list[str] = []
    reader = JsonLines(lesson, lines.append)
    for message in messages:
        reader.event(message)
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    return [json.loads(line) for line in lines]


def text(lesson: Lesson, *messages: FromKernel) -> str:
    written: list[str] = []
    reader = Text(lesson, written.append)
    for message in messages:
        reader.event(message)
    return "".join(written)


FAILED = CellFinished(1, 1, 3, "error", 0.1, Failure("RuntimeError: no", "RuntimeError", 5, (), "Look at b."))


def test_every_step_is_a_report_in_order(lesson: Lesson) -> None:
    reports = objects(lesson, steps(3, loss=[9.0, 4.0, 1.0], w=[0.0, 1.0, 2.0]))
    assert reports == [
        {"event": "report", "cell": 2, "step": 0, "values": {"loss": 9.0, "w": 0.0}},
        {"event": "report", "cell": 2, "step": 1, "values": {"loss": 4.0, "w": 1.0}},
        {"event": "report", "cell": 2, "step": 2, "values": {"loss": 1.0, "w": 2.0}},
    ]


def test_a_report_says_which_rank_it_is_of_and_each_rank_is_followed_by_itself(lesson: Lesson) -> None:
    ranks = [msgspec.structs.replace(steps(4, loss=[9.0, 4.0, 1.0 + rank, 0.5]), rank=rank) for rank in (0, 1)]
    reports = objects(lesson, *ranks)
    assert [(one["rank"], one["step"]) for one in reports] == [(rank, step) for rank in (0, 1) for step in range(4)]
    done = text(lesson, CellStarted(1, 1, 2), *ranks, CellFinished(1, 1, 2, "ok", 0.1)).splitlines()[1:]
    assert done[3] == "step     0  rank 1  loss 9"
    assert done[5:] == [
        "step     2  rank 1  loss 2",
        "step     3  rank 0  loss 0.5",
        "step     3  rank 1  loss 0.5",
    ]


def test_what_json_has_no_number_for_is_a_string(lesson: Lesson) -> None:
    (report,) = objects(lesson, steps(1, a=[math.nan], b=[math.inf], c=[-math.inf]))
    assert report["values"] == {"a": "nan", "b": "inf", "c": "-inf"}


def test_an_error_has_the_line_of_the_script(lesson: Lesson) -> None:
    (error,) = objects(lesson, FAILED)
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    assert lines[error["line"] - 1] == "    return a + b"
    assert (error["event"], error["message"]) == ("error", "RuntimeError: no")


def test_output_and_the_end_are_events(lesson: Lesson) -> None:
    assert objects(lesson, Output(1, 1, 1, "stderr", "a\n\x1b[31m\ud800"), RunFinished(1, 1, "timeout", 1.5)) == [
        {"event": "output", "cell": 1, "stream": "stderr", "text": "a\n\x1b[31m?"},
        {"event": "finished", "status": "timeout", "seconds": 1.5},
    ]


def test_every_view_is_a_value(lesson: Lesson) -> None:
    views: list[View] = [
        TextView("5", "int"),
        TensorView((2, 3), "torch.float32", "cpu", True, "AddBackward0", "tensor(…)"),
        FitView(pack([0, 1]), pack([2, math.nan]), "w", "b", (3.0, 0.1)),
        SurfaceView("w", "b", (), (3.0, 0.1)),
        CurvatureView("rate", (67.17, 0.496)),
    ]
    values = objects(lesson, *(Shown(1, 1, 1, "name", view) for view in views))
    assert [value["view"] for value in values] == ["text", "tensor", "fit", "surface", "curvature"]
    assert all((value["event"], value["cell"], value["name"]) == ("value", 1, "name") for value in values)
    assert values[1]["shape"] == [2, 3]
    assert values[2]["y"] == [2.0, "nan"]
    assert values[4]["eigenvalues"] == [67.17, 0.496]
    written = text(lesson, *(Shown(1, 1, 1, "name", view) for view in views))
    assert "(2×3, torch.float32, cpu, grad_fn=AddBackward0)" in written
    assert "2 points and the line w · x + b; best 3 · x + 0.1" in written
    assert "67.17, 0.496" in written


def test_a_lost_kernel_is_an_error_and_the_end(lesson: Lesson) -> None:
    lines: list[str] = []
    JsonLines(lesson, lines.append).lost("The kernel ended.", 2.0)
    assert [json.loads(line) for line in lines] == [
        {"event": "error", "message": "The kernel ended.", "line": None},
        {"event": "finished", "status": "killed", "seconds": 2.0},
    ]


def test_a_long_training_is_a_few_lines_with_the_first_and_the_last(lesson: Lesson) -> None:
    written = text(
        lesson,
        CellStarted(1, 1, 2),
        steps(1235, loss=[float(1235 - step) for step in range(1235)]),
        CellFinished(1, 1, 2, "ok", 1.0),
    )
    numbers = [int(line.split()[1]) for line in written.splitlines() if line.startswith("step")]
    assert numbers == [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 1234]
    assert written.splitlines()[-1] == "step  1234  loss 1"


def test_a_second_loop_in_a_cell_begins_anew(lesson: Lesson) -> None:
    one = steps(4, loss=[4.0, 3.0, 2.0, 1.0])
    written = text(lesson, CellStarted(1, 1, 2), one, one, CellFinished(1, 1, 2, "ok", 1.0))
    numbers = [int(line.split()[1]) for line in written.splitlines() if line.startswith("step")]
    assert numbers == [0, 1, 2, 3, 0, 1, 2, 3]


def test_an_error_is_shown_at_its_line(lesson: Lesson) -> None:
    written = text(lesson, CellStarted(1, 1, 3), FAILED).splitlines()
    line = next(index for index, text in enumerate(lesson.path.read_text().splitlines(), 1) if "return a + b" in text)
    assert f"trouble/lesson.py:{line}, in cell 3" in written
    assert f">   {line} │     return a + b" in written
    assert written[-2:] == ["RuntimeError: no", "Look at b."]


def test_output_without_a_line_end_is_not_run_into_what_follows(lesson: Lesson) -> None:
    written = text(lesson, Output(1, 1, 1, "stdout", "half"), Shown(1, 1, 1, "", TextView("5", "int")))
    assert written == "half\n5\n"


def test_control_characters_are_shown_and_not_obeyed() -> None:
    assert visible("a\x1b[31m\x00\tb\n\x7f\x9b") == "a␛[31m␀\tb\n\ufffd\ufffd"


def test_what_a_cell_waits_for_is_told_once_and_its_end_only_to_programs(lesson: Lesson) -> None:
    wait, end = Awaited(1, 1, 2, "compiling, about 20 s"), Awaited(1, 1, 2, "")
    lines: list[str] = []
    for message in (wait, end):
        Text(lesson, lines.append).event(message)
    assert lines == ["compiling, about 20 s …\n"]
    assert objects(lesson, wait, end) == [
        {"event": "awaited", "cell": 2, "what": "compiling, about 20 s"},
        {"event": "awaited", "cell": 2, "what": ""},
    ]


def test_an_error_in_a_function_of_a_cell_above_is_said_to_be_there(lesson: Lesson) -> None:
    frames = (Frame(3, 5, "", "b()"), Frame(2, 1, "b", "1 / 0"))
    failure = Failure("ZeroDivisionError: no", "ZeroDivisionError", 1, frames)
    ended = CellFinished(1, 1, 3, "error", 0.1, failure)
    above = lesson.cells[1]
    assert objects(lesson, ended)[0]["line"] == above.line
    lines: list[str] = []
    Text(lesson, lines.append).event(ended)
    assert f":{above.line}, in cell 2\n> {above.line:4d} │ {above.source.split(chr(10))[0]}" in "".join(lines)
    assert (failure.line_within(3), failure.line_within(2), failure.line_within(1)) == (5, 1, None)
