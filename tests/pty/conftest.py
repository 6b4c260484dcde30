from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]
else:
    from pseudo_terminal import PseudoTerminal, open_with

    @pytest.fixture
    def open_tutor(tmp_path: Path) -> Iterator[Callable[..., PseudoTerminal]]:
        opened: list[PseudoTerminal] = []

        def open_it(
            *arguments: str, width: int = 100, height: int = 30, controlling: bool = True, **changed: str
        ) -> PseudoTerminal:
            home = tmp_path / "home"
            opened.append(open_with(home, *arguments, width=width, height=height, controlling=controlling, **changed))
            return opened[-1]

        yield open_it
        for terminal in opened:
            terminal.close()
