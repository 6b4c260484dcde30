"""The artists of matplotlib's axes as layers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from tutor.charts.telling import telling
from tutor.views.figure.data import Series
from tutor.views.packing import pack

POINTS = 4000
"""No more points of a layer are sent."""
CLASSES = 6
"""Points in no more colors than this are a layer each."""

Points = list[tuple[float, float]]


class UnknownArtistError(Exception):
    """Something is drawn on the axes that has no layer."""


class Colors:
    """Numbers for the colors of a figure, by their first use."""

    def __init__(self) -> None:
        self._known: dict[tuple[float, ...], int] = {}

    def number(self, color: Any) -> int:
        """The number of a color; how clear it is does not matter."""
        from matplotlib.colors import to_rgba

        return self._known.setdefault(tuple(round(part, 3) for part in to_rgba(color)[:3]), len(self._known))


def layers_of(axes: Any, named: frozenset[str], colors: Colors) -> Iterator[Series]:
    """All that is drawn on the axes, from the back to the front; `named` is in the legend. Raises UnknownArtistError
    where that is something else than lines, points, bars and areas."""
    from matplotlib.patches import Rectangle

    if axes.tables or any(type(one).__name__ in ("Wedge", "FancyArrow", "Arrow") for one in axes.patches):
        raise UnknownArtistError
    rectangles = [one for one in axes.patches if isinstance(one, Rectangle) and one.get_visible()]
    yield from _bars(axes, rectangles, named, colors)
    for patch in axes.patches:
        if not isinstance(patch, Rectangle) and patch.get_visible():
            yield from _outline(axes, patch, named, colors)
    for collection in axes.collections:
        if collection.get_visible():
            yield from _collection(axes, collection, named, colors)
    said = dict(_of_containers(axes, named))
    for line in axes.lines:
        if line.get_visible():
            yield from _line(axes, line, said.get(id(line), "") or _said(line, named), colors)
    for text in axes.texts:
        if getattr(text, "arrow_patch", None) is not None and text.get_visible() and text.xycoords == "data":
            yield _arrow(axes, text, colors)


def _of_containers(axes: Any, named: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Lines that the legend calls as that of which they are a part: points with errors, and stems."""
    for container in axes.containers:
        line = getattr(container, "markerline", None) or next(iter(getattr(container, "lines", None) or ()), None)
        if line is not None:
            yield id(line), _said(container, named)


def _arrow(axes: Any, text: Any, colors: Colors) -> Series:
    """The arrow of an annotation: a line from its text to what that is about."""
    stands = _in_data(axes, text.get_transform(), [text.get_position()])
    end = (float(axes.convert_xunits(text.xy[0])), float(axes.convert_yunits(text.xy[1])))
    return _layer("line", [*stands, end], colors.number(text.arrow_patch.get_edgecolor()), "")


def _said(artist: Any, named: frozenset[str]) -> str:
    """What the legend calls it."""
    label = str(artist.get_label() or "")
    return " ".join(label.replace("$", "").split()) if label in named else ""


def _in_data(axes: Any, transform: Any, vertices: Any) -> Points:
    """Places in the coordinates of the axes."""
    import numpy

    places: Any = numpy.ma.filled(numpy.ma.asarray(vertices, dtype=float), math.nan).reshape(-1, 2)
    if transform != axes.transData:
        places = axes.transData.inverted().transform(transform.transform(places))
    return [(float(x), float(y)) for x, y in places]


def _line(axes: Any, line: Any, name: str, colors: Colors) -> Iterator[Series]:
    color = colors.number(line.get_color())
    places = _in_data(axes, line.get_transform(), line.get_xydata())
    style, marker = line.get_linestyle(), line.get_marker()
    marked = marker not in (None, "", " ", "None", ",")
    if style in (None, "", " ", "None"):
        if marked or marker == ",":
            yield _layer("points", _fewer(places), color, name)
        return
    yield _layer("line", _fewer(places), color, name, dashed=style != "-", marked=marked)


def _layer(kind: Any, places: Points, color: int, name: str, *, dashed: bool = False, marked: bool = False) -> Series:
    x, y = pack(x for x, _ in places), pack(y for _, y in places)
    return Series(kind, x, y, color, name, dashed=dashed, marked=marked)


def _fewer(places: Points) -> Points:
    """Of very many places those that tell: of each stretch the first, the least, the most and the last."""
    if len(places) <= POINTS:
        return places
    heights = [y for _, y in places]
    stretch = -(-4 * len(places) // POINTS)
    chosen = [
        index
        for low in range(0, len(places), stretch)
        for index in telling(heights, low, min(low + stretch, len(places)))
    ]
    return [places[index] for index in chosen]


def _bars(axes: Any, rectangles: list[Any], named: frozenset[str], colors: Colors) -> Iterator[Series]:
    """Rectangles of one color as one layer; their names are those of the containers that they are in."""
    said = {
        id(patch): label
        for container in axes.containers
        for patch in getattr(container, "patches", ())
        if (label := _said(container, named))
    }
    groups: dict[tuple[int, str], list[tuple[float, float, float, float]]] = {}
    for patch in rectangles[:POINTS]:
        filled = patch.get_facecolor() if patch.get_fill() and patch.get_facecolor()[3] > 0 else None
        color = colors.number(filled if filled is not None else patch.get_edgecolor())
        corners = _corners(axes, patch)
        across, up = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        name = said.get(id(patch), "") or _said(patch, named)
        if filled is None:
            yield _layer("line", corners, color, name)
        elif all(map(math.isfinite, (*across, *up))):
            groups.setdefault((color, name), []).append((across[0], up[0], across[-1], up[-1]))
    for (color, name), boxes in groups.items():
        left, low, right, top = (pack(numbers) for numbers in zip(*boxes, strict=True))
        yield Series("bars", left, low, color, name, right, top)


def _corners(axes: Any, patch: Any) -> Points:
    """The corners of a rectangle, all around it."""
    if patch.angle == 0 and patch.get_data_transform() == axes.transData:
        (left, low), (right, top) = patch.get_bbox().get_points().tolist()
        return [(left, low), (right, low), (right, top), (left, top), (left, low)]
    return _in_data(axes, patch.get_transform(), patch.get_path().vertices)


def _outline(axes: Any, patch: Any, named: frozenset[str], colors: Colors) -> Iterator[Series]:
    """Any other patch as the line around it."""
    filled = patch.get_fill() and patch.get_facecolor()[3] > 0
    color = colors.number(patch.get_facecolor() if filled else patch.get_edgecolor())
    for polygon in patch.get_path().to_polygons(closed_only=False):
        yield _layer("line", _fewer(_in_data(axes, patch.get_transform(), polygon)), color, _said(patch, named))


def _collection(axes: Any, collection: Any, named: frozenset[str], colors: Colors) -> Iterator[Series]:
    from matplotlib.collections import LineCollection, PathCollection, PolyCollection

    name = _said(collection, named)
    if isinstance(collection, PathCollection):
        yield from _scatter(axes, collection, name, colors)
    elif isinstance(collection, LineCollection):
        color = colors.number(next(iter(collection.get_colors()), "C0"))
        places: Points = []
        for segment in collection.get_segments():
            places += [*_in_data(axes, collection.get_transform(), segment), (math.nan, math.nan)]
        yield _layer("line", places[:POINTS], color, name)
    elif isinstance(collection, PolyCollection) and collection.get_array() is None:
        color = colors.number(next(iter(collection.get_facecolor()), "C0"))
        for path in collection.get_paths()[:POINTS]:
            for polygon in path.to_polygons():
                yield _layer("area", _in_data(axes, collection.get_transform(), polygon), color, name)
    else:
        raise UnknownArtistError


def _scatter(axes: Any, collection: Any, name: str, colors: Colors) -> Iterator[Series]:
    """Points; in a few colors as a layer for each, so that classes are told apart."""
    places = _in_data(axes, collection.get_offset_transform(), collection.get_offsets())
    collection.update_scalarmappable()  # numbers become colors only when they are drawn
    faces = [tuple(face) for face in collection.get_facecolor()] or [tuple(one) for one in collection.get_edgecolor()]
    groups: dict[tuple[float, ...], Points] = {}
    if len(faces) == len(places) and len(set(faces)) <= CLASSES:
        for face, place in zip(faces, places, strict=True):
            groups.setdefault(face, []).append(place)
    elif places:
        groups[faces[0] if faces else (0.0, 0.0, 0.0, 1.0)] = places
    for face, found in groups.items():
        yield _layer("points", found[:: -(-len(found) // POINTS)], colors.number(face), name)
