"""The file of a run that is under way: what is written is read, in little room, and damage costs what it hit."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from tutor.learner.run_reports import Columns, Head, cut_run, line, read
from tutor.learner.runs import run

HEAD = Head("1:abc", {"rate": 0.5}, (), 100, "cpu", {})


def file_of(tmp_path: Path, *lines: bytes) -> Path:
    path = tmp_path / "reports"
    path.write_bytes(b"".join(lines))
    return path


def reported(columns: Columns, head: Head | None = None) -> bytes:
    return line(columns, (head or HEAD).broken, head, whole=False)


def test_what_was_written_piece_by_piece_is_read_as_one_run(tmp_path: Path) -> None:
    moved = Head("1:abc", {"rate": 0.5}, ((2, "rate", 0.1),), 100, "cpu", {})
    path = file_of(
        tmp_path,
        reported({"loss": ([0.0, 1.0], [1.0, 0.5])}, HEAD),
        reported({"loss": ([2.0], [0.25]), "val": ([1.0], [0.6])}, moved),  # val of a step whose loss came before
        reported({"loss": ([3.0], [0.125])}),
    )
    head, columns = read(path)
    assert head == moved
    cut = cut_run(moved, columns)
    assert cut == run(
        moved.controls,
        moved.moves,
        100,
        [0, 1, 2, 3],
        {"loss": [1.0, 0.5, 0.25, 0.125], "val": [math.nan, 0.6, math.nan, math.nan]},
        device="cpu",
        cut=True,
    )


def test_where_numbers_stopped_being_finite_is_known_and_what_was_not_reported_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    broken = Head("1:abc", {}, (), None, "", {"loss": 4})
    path = file_of(
        tmp_path,
        reported({"rate": ([0.0, 1.0], [0.5, 0.5]), "loss": ([1.0], [2.0])}, HEAD),
        reported({"rate": ([2.0, 3.0], [0.5, 0.5]), "loss": ([4.0, 5.0], [math.inf, math.nan])}, broken),
    )
    head, columns = read(path)
    assert head == broken
    cut = cut_run(broken, columns)
    assert (cut.steps, cut.broken) == ((0, 1, 2, 3, 4, 5), {"loss": 4})
    assert cut.columns["loss"] == (None, 2.0, None, None, None, None)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_half_a_line_is_left_out(cut: int, tmp_path: Path) -> None:
    whole, half = reported({"loss": ([0.0, 1.0], [1.0, 0.5])}, HEAD), reported({"loss": ([2.0], [0.25])})
    head, columns = read(file_of(tmp_path, whole, half[: -min(cut, len(half) - 1)]))
    assert head == HEAD
    assert columns["loss"][0][:2] == (0, 1)
    assert len(columns["loss"][0]) == (3 if cut == 1 else 2)  # without its end alone it is whole


def test_a_line_that_is_damaged_costs_itself_alone(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        reported({"loss": ([0.0], [1.0])}, HEAD),
        b"\x00\x00\x00\n",
        b'{"steps": [1, "two"], "columns": {"loss": [1, 2]}}\n',
        b'{"steps": [1e300], "columns": {"loss": [1]}}\n',
        b"[" * 100_000 + b"\n",
        b'{"steps": [1, 2, 3], "columns": {"loss": [0.5]}}\n',
        reported({"loss": ([4.0], [0.25])}),
    )
    assert read(path) == (HEAD, {"loss": ((0, 1, 4), (1.0, 0.5, 0.25))})


def test_no_damage_at_all_is_an_error(tmp_path: Path) -> None:
    whole = b"".join(
        reported({"loss": ([float(step)], [1 / (step + 1)])}, HEAD if step == 0 else None) for step in range(20)
    )
    chance = random.Random(0)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        head, columns = read(file_of(tmp_path, bytes(damaged[chance.randrange(50) :])))
        if head is not None:
            cut_run(head, columns)


def test_a_piece_of_many_reports_is_thinned_and_keeps_its_extremes_and_what_is_reported_seldom() -> None:
    steps = [float(step) for step in range(10_000)]
    loss = [1 / (step + 1) for step in steps]
    loss[4321], loss[8765] = 99.0, -99.0
    seldom = [float(step) for step in range(0, 10_000, 1000)]
    piece = line({"loss": (steps, loss), "val": (seldom, [0.1] * 10)}, {}, HEAD, whole=False)
    assert len(piece) < 10_000
    text = piece.decode()
    assert "-99.0" in text
    assert " 99.0" in text.replace(",", ", ")
    assert text.count("0.1,") + text.count("0.1]") >= 10


def test_of_many_columns_fewer_rows_are_written() -> None:
    steps = [float(step) for step in range(5_000)]
    piece = line({f"loss[{number}]": (steps, steps) for number in range(500)}, {}, HEAD, whole=False)
    assert len(piece) < 100_000
