from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tutor import __version__
from tutor.commands.doctor import Report, as_data, as_text, look_at_kernel, look_at_terminal
from tutor.commands.waiting import Waiting
from tutor.kernel.protocol.connection import PROTOCOL
from tutor.kernel.protocol.pulse import Quiet

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def findings(
    environ: dict[str, str], encoding: str = "UTF-8", size: tuple[int, int] = (100, 30), *, is_one: bool = True
) -> str:
    report = Report()
    look_at_terminal(report, environ, encoding, size, is_one=is_one)
    return "\n".join(f"{finding.what}: {finding.do}" for finding in report.findings)


def test_a_good_terminal_has_nothing_wrong() -> None:
    assert findings(GOOD) == ""


@pytest.mark.parametrize(
    ("environ", "encoding", "size", "what", "do"),
    [
        (GOOD, "ANSI_X3.4-1968", (100, 30), "encoding is ANSI_X3.4-1968", "export LC_ALL=C.UTF-8"),
        ({"TERM": "linux"}, "UTF-8", (100, 30), "no braille", "a terminal window"),
        ({"TERM": "xterm-256color"}, "UTF-8", (100, 30), "256 colors", "export COLORTERM=truecolor"),
        (GOOD, "UTF-8", (60, 20), "60×20", "80×24"),
    ],
)
def test_what_is_wrong_comes_with_what_to_do(
    environ: dict[str, str], encoding: str, size: tuple[int, int], what: str, do: str
) -> None:
    found = findings(environ, encoding, size)
    assert what in found
    assert do in found


def test_where_there_is_no_terminal_none_is_judged() -> None:
    assert findings({"TERM": "linux"}, "ascii", (10, 4), is_one=False) == ""


def looked_at(*command: str, patience: float = 20.0) -> Report:
    """What the doctor finds of a kernel that this command leads to."""
    report = Report(system={"tutor": __version__, "protocol": PROTOCOL, "python": "3", "platform": "here"})
    look_at_terminal(report, GOOD, "UTF-8", (100, 30), is_one=True)
    asyncio.run(look_at_kernel(report, list(command), patience))
    return report


def test_both_versions_are_shown_where_they_do_not_agree() -> None:
    report = looked_at(sys.executable, "-c", "print('pytorch-tutor-kernel protocol=99 version=7.8.9', flush=True)")
    said = as_text(report)
    assert f"tutor     pytorch-tutor {__version__} (protocol {PROTOCOL})" in said
    assert "kernel    pytorch-tutor 7.8.9 (protocol 99), does not run" in said
    assert as_data(report)["kernel"] == {"tutor": "7.8.9", "protocol": 99}
    assert not report.works


@pytest.mark.parametrize(
    ("program", "do"),
    [
        ("import sys; sys.exit('pytorch-tutor-kernel: command not found')", "correct the command given to --kernel"),
        ("import time; time.sleep(1000)", "run what --kernel names by itself"),
        (
            f"import time; print('pytorch-tutor-kernel protocol={PROTOCOL} version=0.1.0', flush=True); "
            "time.sleep(1000)",
            "import torch",
        ),
    ],
)
def test_the_advice_fits_what_keeps_the_kernel_from_running(program: str, do: str) -> None:
    (found,) = looked_at(sys.executable, "-c", program, patience=3.0).findings
    assert found.fatal
    assert do in found.do


def test_a_kernel_that_says_nothing_is_mentioned_seldom_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = Waiting()
    for seconds in range(5, 190):
        waiting(Quiet(seconds, "reaching"))
    waiting(Quiet(0, "ready"))
    for seconds in range(5, 12):
        waiting(Quiet(seconds, "ready"))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        *(f"waiting for the kernel, {seconds} s" for seconds in (10, 20, 30, 60, 120, 180)),
        "no answer for 10 s",
    ]


def test_a_kernel_without_a_compiler_works_and_what_needs_one_is_named() -> None:
    report = looked_at(sys.executable, str(Path(__file__).with_name("gpu_kernel.py")))
    assert report.works
    assert [device["name"] for device in report.devices] == ["cuda:0", "cpu"]
    assert "no C++ compiler" in as_text(report)
    assert "torch.compile" in as_text(report)
    report.kernel["compiler"], report.findings = "/usr/bin/g++", []
    assert "compiler  /usr/bin/g++" in as_text(report)
