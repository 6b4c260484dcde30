"""What a lesson's first frame does not wait for: loaded behind it, so that no key has to wait for it later."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module

MODULES = (
    "tutor.ui.widgets.editor",
    "tutor.ui.lesson.cell",
    "markdown_it",
    "tutor.ui.widgets.prose",
    "tutor.ui.lesson.foreign_text",
    "tutor.ui.lesson.question",
    "tutor.course.needs",
    "tutor.views.curves.from_text",
)
"""In the order in which they are wanted. Each takes less time than a frame may take."""


def load_behind(then: Callable[[Callable[[], object]], object]) -> None:
    """Load one of what is not there yet, and have the others loaded by `then`, which calls a function once what has
    come in meanwhile is dealt with."""
    _next(iter(MODULES), then)


def _next(names: Iterator[str], then: Callable[[Callable[[], object]], object]) -> None:
    name = next((name for name in names if name not in sys.modules), None)
    if name is not None:
        import_module(name)
        then(lambda: _next(names, then))
