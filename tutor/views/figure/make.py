"""A figure of matplotlib as a view: what its artists hold, in the coordinates of their axes.

What is met that is not known here is drawn by matplotlib itself, and shown as a picture with its words beside it.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from tutor.views.base import StagedView
from tutor.views.figure.artists import Colors, UnknownArtistError, layers_of
from tutor.views.figure.data import Axes, FigureView, Words
from tutor.views.figure.images import matrix_of, picture_of, pictures_of, raster
from tutor.views.pictures.data import PicturesView

AXES, WORDS = 36, 60
"""No more charts of a figure are sent than this, and no more texts of a chart."""
_PLAIN = ("ScalarFormatter", "LogFormatter", "NullFormatter", "EngFormatter", "PercentFormatter")
"""What writes numbers on an axis as numbers; others write names, or dates."""


def figure(fig: Any) -> StagedView:
    """The view of a figure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a font that lacks a character, which no cell lacks
        charts = [axes for axes in fig.axes if axes.get_visible() and axes.get_label() != "<colorbar>" and _holds(axes)]
        title = plain(" ".join(text.get_text() for text in fig.texts))
        if len(charts) == 1 and (matrix := matrix_of(charts[0])) is not None:
            return matrix
        if charts and all(map(_is_picture, charts)) and (len(charts) > 1 or charts[0].get_title()):
            pictures = pictures_of(charts)
            if pictures is not None:
                return pictures
        rows = _rows(charts)
        ordered = list(itertools.chain(*rows))
        colors = Colors()
        made = tuple(_axes(fig, axes, colors) for axes in ordered[:AXES])
        note = f"{len(ordered) - AXES} charts more are not here" if len(ordered) > AXES else ""
        return FigureView(made, max(map(len, rows), default=1), title, note)


def title_of(fig: Any) -> str:
    """What a figure says that it is; '' where it does not."""
    said = [*(text.get_text() for text in fig.texts), *(axes.get_title() for axes in fig.axes)]
    titles = list(filter(None, map(plain, said)))
    named = str(fig.get_label() or "")
    return titles[0] if len(titles) == 1 or (titles and fig.texts) else named


def plain(text: str) -> str:
    """A text of a figure without the marks of formulas, in one line."""
    return " ".join(text.replace("$", "").replace("\\", "").split())


def _holds(axes: Any) -> bool:
    """Whether there is anything on the axes."""
    return bool(axes.has_data() or axes.texts or axes.patches or axes.get_title())


def _is_picture(axes: Any) -> bool:
    """Whether there is one image on the axes, and nothing else that is drawn."""
    return len(axes.images) == 1 and not (axes.lines or axes.patches or axes.collections)


def _rows(charts: Sequence[Any]) -> list[list[Any]]:
    """The axes as they stand on the figure: row by row, each from the left."""
    rows: list[list[Any]] = []
    below = math.inf
    for axes in sorted(charts, key=lambda one: -one.get_position().y1):
        place = axes.get_position()
        if (place.y0 + place.y1) / 2 < below:
            rows.append([])
            below = place.y0
        rows[-1].append(axes)
    return [sorted(row, key=lambda one: one.get_position().x0) for row in rows]


def _axes(fig: Any, axes: Any, colors: Colors) -> Axes:
    title = axes.get_title() or axes.get_title("left") or axes.get_title("right")
    labels = Axes(plain(title), plain(axes.get_xlabel()), plain(axes.get_ylabel()))
    if _is_picture(axes) and axes.name == "rectilinear":
        return replace(labels, picture=picture_of(axes), note=_left_out(axes))
    if axes.images or axes.name != "rectilinear" or not {axes.get_xscale(), axes.get_yscale()} <= {"linear", "log"}:
        return _drawn(fig, axes, labels)
    legends = [one for one in (axes.get_legend(), *fig.legends) if one is not None]
    named = frozenset(text.get_text() for legend in legends for text in legend.get_texts())
    if any(hasattr(text, "xyann") for text in axes.texts):
        fig.draw_without_rendering()  # an annotation knows only then where it stands
    try:
        layers = tuple(layers_of(axes, named, colors))
    except UnknownArtistError:
        return _drawn(fig, axes, labels)
    (x, turned_x), (y, turned_y) = (_ends(limits) for limits in (axes.get_xlim(), axes.get_ylim()))
    turned = [f"in the figure {name} grows to the {to}" for name, to, is_so in
              (("x", "left", turned_x), ("y", "bottom", turned_y)) if is_so]  # fmt: skip
    return replace(
        labels,
        x=x,
        y=y,
        log_x=axes.get_xscale() == "log",
        log_y=axes.get_yscale() == "log",
        x_names=tuple(_names(axes.xaxis)),
        y_names=tuple(_names(axes.yaxis)),
        layers=layers,
        words=tuple(_words(axes)),
        note=", ".join(turned),
    )


def _drawn(fig: Any, axes: Any, labels: Axes) -> Axes:
    """What is not known here as matplotlib draws it, with the words that could not be read in it."""
    legend = axes.get_legend()
    said = [plain(text.get_text()) for text in (*(legend.get_texts() if legend is not None else ()), *axes.texts)]
    picture: PicturesView = raster(fig, axes)
    return replace(labels, picture=picture, note=", ".join(filter(None, said))[:200])


def _left_out(axes: Any) -> str:
    return f"{len(axes.texts)} texts on it are not here" if axes.texts else ""


def _ends(limits: tuple[float, float]) -> tuple[tuple[float, float], bool]:
    """The lower end and the upper; whether the axis is turned round."""
    low, high = float(limits[0]), float(limits[1])
    return ((low, high), False) if low <= high else ((high, low), True)


def _names(axis: Any) -> Iterator[tuple[float, str]]:
    """The places of an axis that have names in place of numbers."""
    if type(axis.get_major_formatter()).__name__.startswith(_PLAIN):
        return
    places = [float(place) for place in axis.get_majorticklocs()]
    low, high = sorted(map(float, axis.get_view_interval()))
    for place, text in zip(places, axis.get_major_formatter().format_ticks(places), strict=False):
        if str(text) and low <= place <= high:  # of a box plot they are numbers
            yield place, plain(str(text))


def _words(axes: Any) -> Iterator[Words]:
    """The texts on the axes, where they stand."""
    for text in axes.texts[:WORDS]:
        shown = text.get_transform().transform(text.get_position())
        x, y = axes.transData.inverted().transform(shown)
        if text.get_text():
            yield Words(float(x), float(y), plain(text.get_text()))


def named(view: StagedView, title: str) -> StagedView:
    """The view without a title that its panel has already."""
    if not isinstance(view, FigureView):
        return view
    if view.title == title:
        view = replace(view, title="")
    if len(view.axes) == 1 and view.axes[0].title == title:
        view = replace(view, axes=(replace(view.axes[0], title=""),))
    return view
