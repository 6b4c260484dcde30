"""What is taken of plotext without its promise is still as it was."""

from __future__ import annotations

import pytest

from tutor.charts import plot as plots
from tutor.charts.drawing import Size
from tutor.compat.plotext_figure import new_figure

LINE = plots.Points([0.0, 1.0], [0.0, 1.0], "accent")


def test_figures_are_their_own_and_as_large_as_they_are_asked_to_be() -> None:
    one, other = new_figure(300, 90), new_figure(20, 5)
    one.plot([0, 1], [0, 1])
    other.plot([0, 1], [1, 0])
    rows = [figure.build().removesuffix("\n").split("\n") for figure in (one, other)]
    assert [len(built) for built in rows] == [90, 5], "charts say 'cannot be drawn' in place of every curve"


def test_a_chart_without_plotext_says_so_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be drawn" not in plots.plot(Size(40, 5), [LINE], "braille").text()
    monkeypatch.setattr(plots, "new_figure", lambda *_: (_ for _ in ()).throw(ImportError("plotext._figure")))
    assert "cannot be drawn (ImportError)" in plots.plot(Size(40, 5), [LINE], "braille").text()
