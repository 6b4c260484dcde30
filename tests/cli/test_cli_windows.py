"""Windows is told of WSL, in one sentence, whatever was asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tutor.platforms import WINDOWS

WITHOUT = ("fcntl", "grp", "pwd", "resource", "termios", "tty")
"""Modules that Python has not on Windows."""


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("tutor", []),
        ("tutor", ["list"]),
        ("tutor", ["learning_rate"]),
        ("tutor", ["doctor"]),
        ("tutor.kernel", []),
        ("tutor.kernel", ["--version"]),
    ],
)
def test_where_python_lacks_what_unix_has_one_sentence_names_wsl(module: str, arguments: list[str]) -> None:
    program = (
        f"import sys, runpy\nsys.argv[1:] = {arguments!r}\nfor name in {WITHOUT!r}: sys.modules[name] = None\n"
        f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{WINDOWS}\n")
    assert "WSL" in WINDOWS
