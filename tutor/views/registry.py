"""How each kind of view is drawn: found by its name, for the stage, the full screen and the command line.

A view of the tag `t`, defined in `tutor.views.<kind>.data`, is drawn by what `tutor.views.<kind>.draw` calls
`draw_t(view, size, marks, shades, page)`, and is said in words by `t_words(view)`. Where it has pages, `t_pages(view)`
counts them and `t_title(view, page)` says which is which. A `draw_t` that takes `key` names the key that shows more,
where not all is seen. The module is imported when the first view of its kind is drawn.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.base import StagedView

Draw = Callable[..., Drawing]
"""View, size, marks, whether there are shades (256 colours or more), page."""


@dataclass(frozen=True)
class Kind:
    """What is to be known of one type of view."""

    draw: Draw
    words: Callable[[Any], str]
    """The view in words and signs, for `pytorch-tutor run` and for a lesson that runs alone."""
    pages: Callable[[Any], int]
    """How many pages the view has; 1 where it has none to leaf through."""
    title: Callable[[Any, int], str]
    """What to add to the panel's name: of this view, at this page."""
    keyed: bool
    """Whether `draw` takes the key that shows more."""


@lru_cache(maxsize=64)
def kind_of(view: type[StagedView]) -> Kind:
    """How views of this type are drawn. Raises AttributeError where its folder does not say."""
    module = import_module(f"{view.__module__.rpartition('.')[0]}.draw")
    tag = view.__struct_config__.tag
    draw: Draw = getattr(module, f"draw_{tag}")
    return Kind(
        draw,
        getattr(module, f"{tag}_words"),
        getattr(module, f"{tag}_pages", lambda _view: 1),
        getattr(module, f"{tag}_title", lambda _view, _page: ""),
        "key" in inspect.signature(draw).parameters,
    )


def draw(view: StagedView, size: Size, marks: Marks, *, shades: bool, page: int = 0, key: str = "") -> Drawing:
    """The view in this size. `page` may be any number: it is taken round the view's pages.

    `key` is the one that gives the view more room, '' where none does.
    """
    kind = kind_of(type(view))
    more = {"key": key} if kind.keyed else {}
    return kind.draw(view, Size(max(0, size.width), max(0, size.height)), marks, shades, page % pages(view), **more)


def words(view: StagedView) -> str:
    """The view in words and signs, as it stands where nothing but lines of text can be shown."""
    return kind_of(type(view)).words(view)


def pages(view: StagedView) -> int:
    """How many pages the view has, at least 1."""
    return max(1, kind_of(type(view)).pages(view))


def title(name: str, view: StagedView, page: int) -> str:
    """The heading of a panel: its name, what it is, and which of its pages."""
    count = pages(view)
    said = kind_of(type(view)).title(view, page % count)
    where = f"{page % count + 1}/{count}" if count > 1 else ""
    return " · ".join(filter(None, [name, said, where]))
