"""`pytorch-tutor doctor` names each part that goes a plainer way because another library has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from tutor.commands.doctor import Report, as_text, look_at_fallbacks
from tutor.commands.fallbacks import CHECKS, SCREEN
from tutor.compat import textual_editor
from tutor.ui.terminal import ansi_writer


def console(**how: Any) -> object:
    """A console of another Rich, where one is only asked for its colors."""
    return Console(**how) if how else object()


Change = Callable[[pytest.MonkeyPatch], None]
CHANGES: dict[str, Change] = {
    "updates of the screen": lambda patch: patch.delattr("textual._compositor.LayoutUpdate"),
    "charts on the whole screen": lambda patch: patch.setattr("tutor.compat.textual_screen.ASKS", False),
    "the colors of a terminal": lambda patch: patch.setattr("tutor.compat.textual_screen.Console", console),
    "the memory of screens that were left": lambda patch: patch.delattr("textual._styles_cache.StylesCache"),
    "the reading of keys": lambda patch: patch.delattr("textual._xterm_parser.XTermParser"),
    "the highlighting of code": lambda patch: patch.delattr("textual.document._wrapped_document.WrappedDocument"),
    "the end of screens": lambda patch: patch.setattr("tutor.compat.textual_nodes.Widget", object),
    "curves": lambda patch: patch.delattr("plotext._figure._figure_class"),
    "the watch over checks": lambda patch: patch.delattr("_pytest.runner.call_and_report"),
}


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    ansi_writer.objection.cache_clear()
    textual_editor.lacking.cache_clear()


def found(*, own_kernel: bool = True) -> list[tuple[str, str]]:
    report = Report()
    look_at_fallbacks(report, own_kernel=own_kernel)
    assert report.works  # a plainer way is a way
    return [(finding.what, finding.do) for finding in report.findings]


def test_nothing_is_said_where_all_is_as_it_was() -> None:
    assert found() == []


@pytest.mark.parametrize("part", [*SCREEN, *CHECKS])
def test_a_part_that_goes_the_plain_way_is_named_with_what_that_means(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        CHANGES[part](patch)
        ((what, means),) = found()
    ansi_writer.objection.cache_clear()
    textual_editor.lacking.cache_clear()
    assert what.startswith(f"{part}: the plain way is taken, for want of")
    assert means == {**SCREEN, **CHECKS}[part][1]


def test_a_kernel_elsewhere_has_a_pytest_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        CHANGES["the watch over checks"](patch)
        assert found(own_kernel=False) == []


def test_what_fell_back_is_a_line_of_the_report_and_what_it_means_another(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(
        system={"tutor": "1", "protocol": 1, "python": "3", "platform": "here"},
        terminal={"is_terminal": False, "colors": 16},
    )
    with monkeypatch.context() as patch:
        CHANGES["curves"](patch)
        look_at_fallbacks(report, own_kernel=True)
    lines = as_text(report).splitlines()
    (at,) = [number for number, line in enumerate(lines) if line.startswith("! curves: ")]
    assert lines[at + 1] == f"    {SCREEN['curves'][1]}"
