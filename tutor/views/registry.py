"""How each kind of view is drawn, and said: found by its name, for the stage, the full screen and the command line.

A view of the tag `t`, defined in `tutor.views.<kind>.data`, is said in words by what `tutor.views.<kind>.draw` calls
`t_words(view)`, and as plain data by `t_data(view)`, where words are not all that a program can be told. The module is
imported when the first view of its kind is drawn or said.

- One for the stage (`StagedView`) is drawn by `draw_t(view, size, marks, shades, page)`. Where it has pages,
  `t_pages(view)` counts them and `t_title(view, page)` says which is which; `t_name(view, name)` is its name where that
  is not the lesson's. `draw_t` takes what more it needs by name: `key`, the key that shows more where not all is seen;
  `paths`, of the numbers that the view reads; `probe`, a place to be read out; `previous`, the frame of the drawing
  before: then it returns its own beside the drawing. `t_pages(view, probe)` counts those of a place, where pages are of
  places.
- One that is about a control (`ControlView`) has `t_ticks(view)` on that control's track, and `t_remark(view, value)`.
- One that stands in the output of its cell is said there by `t_written(view)`: what it is, and its text.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import msgspec

from tutor.charts.axis import Tick
from tutor.charts.cell_grid import Frame, Place
from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.base import ControlView, Path, StagedView, View

Draw = Callable[..., Any]
"""View, size, marks, whether there are shades (256 colors or more), page, and what more it takes by name."""


class Kind(msgspec.Struct, frozen=True):
    """What is to be known of one type of view."""

    words: Callable[[Any], str]
    """The view in words and signs, for `pytorch-tutor run` and for a lesson that runs alone."""
    data: Callable[[Any], dict[str, Any]]
    """The view as plain data, for programs."""
    draw: Draw | None
    """None where it is not drawn on the stage."""
    takes: frozenset[str]
    """What `draw` takes by name."""
    pages: Callable[[Any, Place | None], int]
    """How many pages the view has, at this place of it; 1 where it has none to leaf through."""
    title: Callable[[Any, int], str]
    """What to add to the panel's name: of this view, at this page."""
    name: Callable[[Any, str], str]
    """The panel's name, from the one that the lesson gave."""
    ticks: Callable[[Any], tuple[Tick, ...]]
    """The values of its control that mean something, each with a sign for what it is."""
    remark: Callable[[Any, float], str]
    """What a value of its control leads to, in a line; '' where it does not say."""
    written: Callable[[Any], tuple[str, str] | None]
    """What it is, and its text, as they stand in the output of its cell; None where it is seen elsewhere."""


@lru_cache(maxsize=64)
def kind_of(view: type[View]) -> Kind:
    """How views of this type are drawn and said. Raises AttributeError where its folder does not say it in words."""
    module = import_module(f"{view.__module__.rpartition('.')[0]}.draw")
    tag = view.__struct_config__.tag
    words: Callable[[Any], str] = getattr(module, f"{tag}_words")
    draw: Draw | None = getattr(module, f"draw_{tag}", None)

    def found(part: str, otherwise: Callable[..., Any]) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(module, f"{tag}_{part}", otherwise)
        return function

    return Kind(
        words,
        found("data", lambda one: {"text": words(one)}),
        draw,
        frozenset(_KEYWORDS & inspect.signature(draw).parameters.keys() if draw is not None else ()),
        _of_places(found("pages", lambda _one: 1)),
        found("title", lambda _one, _page: ""),
        found("name", lambda _one, name: name),
        found("ticks", lambda _one: ()),
        found("remark", lambda _one, _value: ""),
        found("written", lambda _one: None),
    )


def _of_places(pages: Callable[..., int]) -> Callable[[Any, Place | None], int]:
    """The counting of pages, asked with a place whether that matters to it or not."""
    placed = "probe" in inspect.signature(pages).parameters
    return lambda view, probe: pages(view, probe) if placed else pages(view)


_KEYWORDS = {"key", "paths", "probe", "previous"}


def draw(view: StagedView, size: Size, marks: Marks, *, shades: bool, page: int = 0, key: str = "") -> Drawing:
    """The view by itself, as `redraw` draws it."""
    return redraw(view, size, marks, shades=shades, page=page, key=key)[0]


def redraw(
    view: StagedView,
    size: Size,
    marks: Marks,
    *,
    shades: bool,
    page: int = 0,
    key: str = "",
    paths: Sequence[Path] = (),
    probe: Place | None = None,
    previous: Frame | None = None,
) -> tuple[Drawing, Frame | None]:
    """The view in this size, and how it was laid out, where it is to be drawn so again.

    `page` may be any number: it is taken round the view's pages. `key` is the one that gives the view more room, ''
    where none does.
    """
    kind = kind_of(type(view))
    if kind.draw is None:
        raise TypeError(f"{type(view).__name__} has no draw_{view.__struct_config__.tag} in its folder")
    offered = {"key": key, "paths": paths, "probe": probe, "previous": previous}
    given = {name: offered[name] for name in kind.takes}
    room = Size(max(0, size.width), max(0, size.height))
    made = kind.draw(view, room, marks, shades, page % pages(view, probe), **given)
    return made if "previous" in kind.takes else (made, None)


def words(view: View) -> str:
    """The view in words and signs, as it stands where nothing but lines of text can be shown."""
    return kind_of(type(view)).words(view)


def data(view: View) -> dict[str, Any]:
    """The view as plain data: which kind it is, and what a program can be told of it."""
    return {"view": view.__struct_config__.tag, **kind_of(type(view)).data(view)}


def written(view: View) -> tuple[str, str] | None:
    """What it is, and its text, as they stand in the output of its cell; None where it is seen elsewhere."""
    return kind_of(type(view)).written(view)


def pages(view: StagedView, probe: Place | None = None) -> int:
    """How many pages the view has, at least 1; of one that has some at each place, at this one."""
    return max(1, kind_of(type(view)).pages(view, probe))


def probed(view: StagedView) -> bool:
    """Whether places of it can be read out."""
    return "probe" in kind_of(type(view)).takes


def named(name: str, view: StagedView) -> str:
    """The name of the view's panel, from the one that the lesson gave it."""
    return kind_of(type(view)).name(view, name)


def title(name: str, view: StagedView, page: int, probe: Place | None = None) -> str:
    """The heading of a panel: its name, what it is, and which of its pages."""
    count = pages(view, probe)
    said = kind_of(type(view)).title(view, page % count)
    where = f"{page % count + 1}/{count}" if count > 1 else ""
    return " · ".join(filter(None, [name, said, where]))


def ticks(view: ControlView) -> tuple[Tick, ...]:
    """The values of its control that mean something, to be marked on that control's track."""
    return kind_of(type(view)).ticks(view)


def remark(view: ControlView, value: float) -> str:
    """What a value of its control leads to, in a line; '' where it does not say."""
    return kind_of(type(view)).remark(view, value)
