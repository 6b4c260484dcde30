from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]
else:
    from pseudo_terminal import PseudoTerminal, open_with

    @pytest.fixture
    def open_tutor(tmp_path: Path) -> Iterator[Callable[..., PseudoTerminal]]:
        opened: list[PseudoTerminal] = []

        def open_it(*arguments: str, **how: Any) -> PseudoTerminal:
            opened.append(open_with(tmp_path / "home", *arguments, **how))
            return opened[-1]

        yield open_it
        for terminal in opened:
            terminal.close()
