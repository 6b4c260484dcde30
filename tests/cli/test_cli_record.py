"""`pytorch-tutor record` keeps what a run on a GPU reported, and `live.recorded` shows it as what it is."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kept_views import KeptViews
from tutor import live
from tutor.cli import main
from tutor.course.recordings import FORMAT, read_recording, recording_path
from tutor.live.data import COURSE
from tutor.views.comparison.data import ComparisonView
from tutor.views.packing import unpack

KERNEL = f"{sys.executable} {Path(__file__).with_name('gpu_kernel.py')}"


@pytest.fixture
def course(tmp_path: Path, tiny_course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that can be written into, which is the one that `live` is in."""
    monkeypatch.setenv(COURSE, str(tmp_path / "course"))
    return Path(shutil.copytree(tiny_course, tmp_path / "course"))


@pytest.fixture
def seeing() -> Iterator[KeptViews]:
    before, seeing = live.present(), KeptViews()
    live.enter(seeing)
    yield seeing
    live.enter(before)


def record(course: Path, *more: str, kernel: str = KERNEL) -> int:
    return main(["record", "slope", "--course", str(course), "--kernel", kernel, *more])


def test_what_a_run_on_a_gpu_reported_is_kept_with_card_torch_and_date_and_drawn_as_recorded(
    course: Path, seeing: KeptViews, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(course, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    path = recording_path(course, "slope")
    assert (said["file"], said["card"], said["torch"]) == (str(path), "Some Card", "2.13.0+cu130")
    kept = read_recording(path)
    (cell,) = kept.cells
    assert (kept.device, kept.date, cell.seconds) == ("cuda:0", said["date"], 1.25)
    assert [(one.name, one.steps, one.values) for one in cell.curves] == [
        ("loss[a]", (0, 1, 2), (2.0, None, 0.5)),
        ("w", (0, 1, 2), (1.0, 2.0, 3.0)),
    ]
    live.recorded("slope")
    out = capsys.readouterr().out
    assert out == f"Recorded on Some Card (cuda:0), torch 2.13.0+cu130, {kept.date}; not run here.\n"
    assert list(seeing.views) == ["loss, recorded on Some Card", "w, recorded on Some Card"]
    view = seeing.views["loss, recorded on Some Card"]
    assert isinstance(view, ComparisonView)
    assert (view.note, view.series[0].name) == (kept.origin, "a")
    assert list(unpack(view.series[0].x)) == [0, 2]


def test_until_a_run_was_recorded_on_a_card_that_is_said_and_nothing_is_drawn(
    course: Path, seeing: KeptViews, capsys: pytest.CaptureFixture[str]
) -> None:
    assert course.is_dir()
    live.recorded("slope")
    assert "has been recorded on a GPU yet" in capsys.readouterr().out
    assert seeing.views == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [('{"lesson": 3}', "holds no recorded run"), ("", "holds no recorded run"), ("newer", "newer version")],
)
def test_a_file_that_is_no_recorded_run_is_named(course: Path, seeing: KeptViews, text: str, said: str) -> None:
    path = recording_path(course, "slope")
    path.parent.mkdir(parents=True)
    whole = {"lesson": "", "device": "", "card": "", "torch": "", "date": "", "controls": {}, "cells": []}
    path.write_text(json.dumps({**whole, "format": FORMAT + 1}) if text == "newer" else text)
    with pytest.raises(ValueError, match=said):
        live.recorded("slope")
    assert seeing.views == {}


def test_a_name_that_leads_elsewhere_is_none(course: Path) -> None:
    with pytest.raises(ValueError, match="no name of a recorded run"):
        live.recorded("../slope")
    assert record(course, "--name", "../slope") == 2


def test_a_run_that_failed_leaves_no_file_and_one_that_is_there_is_not_overwritten(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recording_path(course, "first")
    assert record(course, "--name", "first", kernel=f"{KERNEL} error") == 1
    assert "Nothing was written" in capsys.readouterr().err
    assert not path.exists()
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    assert record(course, "--name", "first") == 2
    assert "--force overwrites it" in capsys.readouterr().err
    assert path.read_text() == "mine"


def test_another_device_than_an_accelerator_is_refused_in_words(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for device in ("cpu", "mps"):
        assert record(course, "--device", device) == 2
        said = capsys.readouterr().err
        assert f"'{device}' is not one" in said
        assert "cuda:0, cpu" in said
