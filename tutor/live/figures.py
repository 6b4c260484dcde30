"""Figures of matplotlib inside a cell: those that are open are shown and closed, as in a notebook.

matplotlib is the learner's own: nothing of it is imported before a cell does so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from tutor.live.lesson_io import present

BACKEND = "module://tutor.live.matplotlib_backend"
MOST = 24
"""Figures of a cell with panels of their own; further ones take the place of the last."""

_names: list[str] = []
"""Of the figures that the present cell has shown."""
_kept: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
"""What a figure was shown as, which may be drawn on."""


def begin() -> None:
    """A cell begins, and has shown no figures; matplotlib, wherever it is imported in this process and those that it
    starts, draws by our backend."""
    os.environ["MPLBACKEND"] = BACKEND
    _names.clear()


def show_open(*, keep: bool = False) -> None:
    """Show the figures that are open, and close them unless they are to be kept and drawn on. Raises what matplotlib
    raises where it cannot draw them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    try:
        for number in pyplot.get_fignums():
            figure = pyplot.figure(number)
            if figure.axes:
                show(figure)
    finally:
        if not keep:
            pyplot.close("all")


def show_what_can_be() -> None:
    """Show the figures of a cell that has failed. What fails in that is not told: the cell's own error is."""
    with suppress(Exception):
        show_open()


def drawn(value: object) -> bool:
    """Whether the value of a cell's last line is only what a call of matplotlib returns, and is seen in its figure."""
    parts = value if isinstance(value, list | tuple) else getattr(value, "flat", ()) if _objects(value) else [value]
    return "matplotlib" in sys.modules and any(type(one).__module__.startswith("matplotlib.") for one in parts)


def _objects(value: object) -> bool:
    """Whether it is an array of objects, as `plt.subplots` returns."""
    return str(getattr(value, "dtype", "")) == "object"


def display(*values: object, **_: object) -> None:
    """Show values as a notebook does: figures as figures, and others each under a name of its own."""
    for value in values:
        if type(value).__module__.startswith("matplotlib.") and hasattr(value, "axes") and hasattr(value, "texts"):
            show(value)
            continue
        name = next(one for one in _spellings("display") if one not in _names)
        _names.append(name)
        present().show(name, value)


def show(figure: Any) -> None:
    """Show one; in its own place, where it was shown before and drawn on since."""
    from tutor.views.figure.make import figure as view_of_figure
    from tutor.views.figure.make import named, title_of

    title = title_of(figure)
    name = _kept.get(figure, "")
    if not name:
        name = next(one for one in _spellings(title or f"figure {len(_names) + 1}") if one not in _names)
        if len(_names) < MOST:
            _names.append(name)
        name = _kept[figure] = _names[-1]
    present().view(name, named(view_of_figure(figure), title))


def _spellings(name: str) -> Iterator[str]:
    """A name, and what another of the same is called."""
    yield name
    yield from (f"{name} ({number})" for number in count(2))
