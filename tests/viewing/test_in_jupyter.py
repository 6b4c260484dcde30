"""In a Jupyter notebook what a script would print is displayed, and the reports of a loop are one display."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import torch

from tutor import live
from tutor.live import notebook


class Displays:
    """What a kernel of IPython's was given to display: of each display the texts that it had."""

    def __init__(self) -> None:
        self.texts: list[list[str]] = []
        self.broken = False
        self.shell: Any = SimpleNamespace(kernel=object())

    def display(self, data: dict[str, str], *, raw: bool, display_id: bool) -> Any:
        assert raw
        assert display_id
        if self.broken:
            raise OSError("the line to the notebook is gone")
        texts = [data["text/plain"]]
        self.texts.append(texts)
        return SimpleNamespace(update=lambda data, *, raw: self.update(texts, data, raw))

    def update(self, texts: list[str], data: dict[str, str], raw: bool) -> None:
        assert raw
        if self.broken:
            raise OSError("the line to the notebook is gone")
        texts.append(data["text/plain"])


@pytest.fixture
def displays(monkeypatch: pytest.MonkeyPatch) -> Iterator[Displays]:
    found = Displays()
    modules: dict[str, Any] = {name: ModuleType(name) for name in ("IPython", "IPython.display")}
    modules["IPython"].get_ipython = lambda: found.shell
    modules["IPython.display"].display = found.display
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    before = live.present()
    live.enter(notebook.Notebook())
    yield found
    live.enter(before)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    time = SimpleNamespace(now=100.0)
    monkeypatch.setattr(notebook, "monotonic", lambda: time.now)
    return time


def test_the_reports_of_a_loop_are_one_display_that_is_updated_ten_times_a_second_and_at_the_end(
    displays: Displays, clock: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    for step in live.steps(1000):
        live.report(loss=1 / (step + 1))
        clock.now += 0.001
    (texts,) = displays.texts
    assert texts[0] == "step 0  loss 1"
    assert texts[-1] == "step 0  loss 1\nstep 999  loss 0.001"
    assert 10 <= len(texts) <= 12
    assert capsys.readouterr().out == ""


def test_each_loop_and_each_kind_of_report_has_its_place(displays: Displays) -> None:
    for _ in range(2):
        for step in live.steps(3):
            live.report(loss=step)
            if step != 1:
                live.report(right={"a": step})
    (_, *_, last), (_, *_, again) = displays.texts
    assert last == again == "step 0  loss 0\nstep 2  loss 2\nstep 0  right[a] 0\nstep 2  right[a] 2"


@pytest.mark.parametrize("way", ["break", "raise"])
def test_what_was_reported_before_a_loop_was_left_is_displayed(displays: Displays, way: str) -> None:
    def left() -> None:
        for step in live.steps(100):
            live.report(loss=float("nan") if step == 7 else step)
            if step == 7:
                if way == "break":
                    break
                raise ZeroDivisionError

    if way == "break":
        left()
    else:
        with pytest.raises(ZeroDivisionError):
            left()
    assert displays.texts[0][-1] == "step 0  loss 0\nstep 7  loss nan"


def test_a_number_is_displayed_as_it_was_when_it_was_reported(displays: Displays) -> None:
    w = torch.zeros(1)
    for _ in live.steps(3):
        live.report(w=w)
        w += 1
    assert displays.texts[0][-1] == "step 0  w 0\nstep 2  w 2"


def test_what_is_no_number_is_an_error_at_its_own_step(displays: Displays) -> None:
    def reported() -> None:
        for step in live.steps(5):
            live.report(loss=torch.zeros(2) if step == 2 else step)

    with pytest.raises(ValueError, match="report: loss has shape"):
        reported()
    assert displays.texts[0][-1] == "step 0  loss 0\nstep 1  loss 1"


def test_shown_values_and_views_are_displayed_as_a_script_prints_them(
    displays: Displays, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown() -> None:
        live.show(torch.tensor([1.0, 2.0]), "w")
        live.bars({"a": 1.0, "b": 2.0})
        live.picture(torch.eye(4))
        x = torch.ones(1, requires_grad=True)
        live.graph((2 * x).sum())

    shown()
    assert capsys.readouterr().out == ""
    in_notebook = [text for (text,) in displays.texts]
    live.enter(live.Terminal())
    shown()
    assert len(in_notebook) == 4
    assert "\n".join(in_notebook) + "\n" == capsys.readouterr().out


def test_a_display_that_fails_is_printed(displays: Displays, capsys: pytest.CaptureFixture[str]) -> None:
    displays.broken = True
    live.show(torch.tensor(3.0), "w")
    for step in live.steps(3):
        live.report(loss=step)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("w = ")
    assert lines[1:] == ["step 0  loss 0", "step 2  loss 2"]


def test_a_display_that_fails_at_the_end_of_a_loop_is_printed(
    displays: Displays, capsys: pytest.CaptureFixture[str]
) -> None:
    for step in live.steps(3):
        live.report(loss=step)
        displays.broken = step == 2
    assert capsys.readouterr().out.splitlines() == ["step 0  loss 0", "step 2  loss 2"]


def test_a_fork_of_the_kernel_prints(
    displays: Displays, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.getpid", lambda: -1)
    live.show(1, "one")
    assert capsys.readouterr().out == "one = 1\n"
    assert displays.texts == []


def test_an_ipython_in_a_terminal_is_no_notebook(displays: Displays) -> None:
    assert notebook.in_notebook()
    displays.shell = SimpleNamespace()  # a TerminalInteractiveShell has no kernel
    assert not notebook.in_notebook()
    displays.shell = None  # IPython is imported, and not running
    assert not notebook.in_notebook()


IN_A_KERNEL = """
import sys, types
sys.modules["IPython"] = ipython = types.ModuleType("IPython")
ipython.get_ipython = lambda: types.SimpleNamespace(kernel=1)
from tutor import live
print(type(live.present()).__name__)
"""
ALONE = """
import sys
from tutor import live
print(type(live.present()).__name__, [name for name in sys.modules if "ipython" in name.lower()])
"""


@pytest.mark.parametrize(("code", "said"), [(IN_A_KERNEL, "Notebook"), (ALONE, "Terminal []")])
def test_a_lesson_finds_by_itself_whether_it_is_in_a_notebook(code: str, said: str) -> None:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == said
