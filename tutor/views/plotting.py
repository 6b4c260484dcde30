"""Views of models, data and measurements as the charts take them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.boundary.data import BoundaryView, Labelled, Measured, RegressionView
from tutor.views.comparison.data import ComparisonView
from tutor.views.matrix.data import MatrixView
from tutor.views.network.data import NetworkView, Signal
from tutor.views.packing import unpack
from tutor.views.pictures.data import PicturesView
from tutor.views.plain import plain
from tutor.views.timeline.data import TimelineView

if TYPE_CHECKING:
    from tutor.views.boundary.draw import Points, Sample
    from tutor.views.network.draw import Block
    from tutor.views.network.draw import Signal as DrawnSignal
    from tutor.views.pictures.draw import Picture
    from tutor.views.timeline.draw import Bar

ZOOM = 4
"""A page of a timeline shows this part of it."""
LONG = 60
"""With more spans than this a timeline has pages."""

# --------------------------------------------------------------------------------------------------------- a network


def draw_network(view: NetworkView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Page 0 is the whole pass; page k the pass as it has come to layer k."""
    from tutor.views.network.draw import network

    del shades  # nothing here has a ground
    done = page == 0 or page == len(view.layers)
    output = f"out {plain(view.output)}"
    loss = f", loss {view.loss:.4g}" if view.loss is not None else ""
    counted = f"{view.parameters:,} parameters"
    if view.trainable != view.parameters:
        counted += f", {view.trainable:,} of them trainable"
    mode = "training mode" if view.training else "evaluation mode"
    note = f"{output}{loss} · {counted} · {mode}" if done else f"{counted} · {mode}"
    note = note.replace("·", ",") if marks == "ascii" else note
    return network(
        size, _blocks(view), inputs=plain(view.inputs), note=note, reached=page - 1 if page else None,
        left_out=view.left_out, marks=marks,
    )  # fmt: skip


def network_pages(view: NetworkView) -> int:
    """The whole, and one for each layer."""
    return len(view.layers) + 1 if view.layers else 1


def network_title(view: NetworkView, page: int) -> str:
    """The model's class, and where the pass is."""
    return f"{plain(view.model)}, at {plain(view.layers[page - 1].name)}" if page else plain(view.model)


@lru_cache(maxsize=8)
def _blocks(view: NetworkView) -> list[Block]:
    from tutor.views.network.draw import Block

    return [
        Block(
            plain(layer.name), plain(layer.kind), plain(layer.settings), plain(layer.output), layer.parameters,
            _signal(layer.forward, back=False), _signal(layer.backward, back=True), layer.problem,
        )
        for layer in view.layers
    ]  # fmt: skip


def _signal(found: Signal | None, *, back: bool) -> DrawnSignal | None:
    from tutor.charts.axis import number
    from tutor.views.network.draw import Signal as Drawn
    from tutor.views.network.draw import Spread, size_words

    if found is None:
        return None
    spread = None
    if found.histogram is not None:
        spread = Spread(found.histogram.low, found.histogram.high, found.histogram.counts)
    words = f"norm {number(found.norm, digits=2)}" if back else size_words(found.mean, found.deviation)
    if found.zeros >= 0.005 and not back:
        words += f", {100 * found.zeros:.0f} % zero"
    return Drawn(spread, words)


# -------------------------------------------------------------------------------------------- what a model has learnt


def draw_boundary(view: BoundaryView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """The plane as the model divides it."""
    from tutor.views.boundary.draw import Division, boundary

    del page
    division = Division(view.x, view.y, view.width, view.height, view.winner, view.margin)
    held_out = _points(view.held_out) if view.held_out is not None else None
    return boundary(
        size, division, _points(view.training), held_out, classes=[plain(name) for name in view.classes],
        x_label=plain(view.x_name), y_label=plain(view.y_name), marks=marks, shades=shades,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _points(found: Labelled) -> Points:
    from tutor.views.boundary.draw import Points

    return Points(unpack(found.x), unpack(found.y), found.classes, found.count, found.right)


def draw_regression(view: RegressionView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """The curve among its points."""
    from tutor.views.boundary.draw import regression

    del page, shades
    held_out = _sample(view.held_out) if view.held_out is not None else None
    return regression(
        size, unpack(view.x), unpack(view.y), _sample(view.training), held_out, x_label=plain(view.x_name),
        y_label=plain(view.y_name), marks=marks,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _sample(found: Measured) -> Sample:
    from tutor.views.boundary.draw import Sample

    return Sample(unpack(found.x), unpack(found.y), found.count, found.error)


# ------------------------------------------------------------------------------------------------ pictures, matrices


def draw_pictures(view: PicturesView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Page 0 is all of them; page k is picture k alone."""
    from tutor.views.pictures.draw import pictures

    tiles = _tiles(view)
    chosen = tiles if page == 0 else tiles[page - 1 : page]
    return pictures(
        size, chosen, (view.low, view.high), channels=view.channels, signed=view.signed, note=view.note, marks=marks,
        shades=shades,
    )  # fmt: skip


def pictures_pages(view: PicturesView) -> int:
    """All together, and each alone where there are several."""
    return len(view.tiles) + 1 if len(view.tiles) > 1 else 1


def pictures_title(view: PicturesView, page: int) -> str:
    """The shape of them all; how many predictions are right."""
    scored = [tile.right for tile in view.tiles if tile.right is not None]
    right = f"{sum(scored)} of {len(scored)} right" if scored and not page else ""
    return " · ".join(filter(None, [view.shape, right]))


@lru_cache(maxsize=16)
def _tiles(view: PicturesView) -> list[Picture]:
    from tutor.views.pictures.draw import Picture

    return [
        Picture(tile.width, tile.height, tile.values, plain(tile.label), plain(tile.predicted), tile.right)
        for tile in view.tiles
    ]


def draw_matrix(view: MatrixView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """The matrix of a page."""
    from tutor.views.matrix.draw import matrix

    return matrix(
        size, unpack(view.pages[page]), [plain(name) for name in view.rows], [plain(name) for name in view.columns],
        row_title=view.row_title, column_title=view.column_title, counts=view.counts, note=view.note, marks=marks,
        shades=shades,
    )  # fmt: skip


def matrix_pages(view: MatrixView) -> int:
    """The matrices."""
    return len(view.pages)


def matrix_title(view: MatrixView, page: int) -> str:
    """The page's name."""
    return view.page_names[page]


# --------------------------------------------------------------------------------------------- times and measurements


def draw_timeline(view: TimelineView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Page 0 is all of the time; the others are parts of it, each reaching half into the next."""
    from tutor.views.timeline.draw import timeline

    del shades
    begin, end = 0.0, view.seconds
    if page:
        part = view.seconds / ZOOM
        begin = (page - 1) * part / 2
        end = begin + part
    return timeline(
        size, [plain(name) for name in view.rows], _bars(view), view.seconds, busy=view.busy, overlap=view.overlap,
        begin=begin, end=end, note=view.note, marks=marks,
    )  # fmt: skip


def timeline_pages(view: TimelineView) -> int:
    """All, and the parts where there is much to see."""
    spans = sum(len(bars.starts) // 8 for bars in view.bars)
    return 2 * ZOOM if spans > LONG else 1


@lru_cache(maxsize=8)
def _bars(view: TimelineView) -> list[Bar]:
    from tutor.views.timeline.draw import Bar

    return [Bar(one.row, plain(one.kind), unpack(one.starts), unpack(one.ends)) for one in view.bars]


def draw_comparison(view: ComparisonView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """The lines and where they cross."""
    from tutor.views.comparison.draw import Cross, Series, comparison

    del shades, page
    return comparison(
        size,
        [Series(plain(one.name), unpack(one.x), unpack(one.y)) for one in view.series],
        [Cross(one.x, one.y, plain(one.before), plain(one.after)) for one in view.crossings],
        x_label=plain(view.x_label), y_label=plain(view.y_label), log=(view.log_x, view.log_y), note=view.note,
        passes=plain(view.passes), marks=marks,
    )  # fmt: skip
