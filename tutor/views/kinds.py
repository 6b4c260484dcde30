"""All kinds of view that there are: the folders beside this file, each with what it holds in `data.py`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Union

VIEWS = tuple(
    view
    for path in sorted(Path(__file__).parent.glob("*/data.py"))
    for view in import_module(f"{__package__}.{path.parent.name}.data").VIEWS
)
"""The types of view, by the names of their folders."""

if TYPE_CHECKING:
    from tutor.views.base import View as View
else:
    View = Union[VIEWS]  # noqa: UP007 - made of what is found, so that messages can carry each of them
