from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]
else:
    from pseudo_terminal import TUTOR, PseudoTerminal

    @pytest.fixture
    def open_tutor(tmp_path: Path) -> Iterator[Callable[..., PseudoTerminal]]:
        opened: list[PseudoTerminal] = []

        def open_it(*arguments: str, width: int = 100, height: int = 30, **environ: str) -> PseudoTerminal:
            kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
            variables = kept | {
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LC_ALL": "C.UTF-8",
                "PYTORCH_TUTOR_HOME": str(tmp_path / "home"),
            }
            opened.append(PseudoTerminal([*TUTOR, *arguments], variables | environ, width=width, height=height))
            return opened[-1]

        yield open_it
        for terminal in opened:
            terminal.close()
