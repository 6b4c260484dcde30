"""Calls that show data and measurements: pictures, bars, matrices, timelines, comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from tutor.live.lesson_io import present
from tutor.views.comparison.data import ComparisonView


def picture(
    image: Any,
    labels: Any = None,
    predicted: Any = None,
    *,
    names: Sequence[str] = (),
    color: bool | None = None,
    name: str = "pictures",
) -> None:
    """An image, or a grid of them with what they are and what they were taken for.

    `image` has shape (H, W), (C, H, W), (N, H, W) or (N, C, H, W). Three channels are red, green and blue where all
    values lie between 0 and 1 (`color` says otherwise); other channels are pictures of their own. `labels` and
    `predicted` hold N class numbers, with their words in `names`, or N words. Of more than 100 images the first 100
    are shown, larger ones than 64 × 64 made smaller; the view says so. In a training loop it is drawn anew as often as
    the screen can take it, with the numbers that the call was given. Raises ValueError naming another shape.
    """
    from tutor.views.pictures.make import pictures

    view = pictures(image, labels, predicted, names=names, color=color)
    present().offer(name, lambda: view)


def kernels(layer: Any, *, name: str = "kernels") -> None:
    """The kernels of a convolution, one picture for each output channel and input channel, negative and positive.

    `layer` is a Conv2d, or a weight of shape (outputs, inputs, H, W). Raises TypeError on anything else.
    """
    from tutor.views.pictures.make import kernels as view_of_kernels

    present().view(name, view_of_kernels(layer))


def feature_maps(layer: Any, image: Any, *, name: str = "feature maps") -> None:
    """What a layer makes of one image, a picture for each channel.

    `layer` is a module or any function of a (1, C, H, W) tensor, such as the first layers of a model: `model[:3]`.
    `image` is (H, W), (C, H, W) or (N, C, H, W), of which the first is taken.
    """
    from tutor.views.pictures.make import feature_maps as view_of_feature_maps

    present().view(name, view_of_feature_maps(layer, image))


def histogram(values: Any, *, name: str = "histogram") -> None:
    """How many values lie where: of a tensor, or of several by name, one below the other over the same axis.

    `values` is a tensor, an array or numbers, or a mapping such as `{"before": a, "after": b}`. NaN and infinities are
    counted and named beside the bars; of more than a million values an even sample is counted, and the view says so.
    In a training loop it is drawn anew as often as the screen can take it. Raises ValueError on what holds no numbers.
    """
    from tutor.views.histogram.make import histogram as view_of_histogram

    present().offer(name, partial(view_of_histogram, values))


def bars(values: Any, labels: Sequence[Any] = (), *, log: bool = False, name: str = "bars") -> None:
    """Sizes as bars: one number for each of several things, such as the norm of each layer's gradient.

    `values` is a tensor, an array or numbers, or a mapping from names to them: rows one below the other, on one axis.
    A mapping from names to a number each is one row, with the names below its bars.
    `labels` are the bars' names, by default 1, 2, 3 …. `log` makes the axis logarithmic. In a training loop it is drawn
    anew as often as the screen can take it, with the numbers that the call was given. Raises ValueError where a number
    is below 0.
    """
    from tutor.views.bars.make import bars as view_of_bars

    view = view_of_bars(values, labels, log=log)
    present().offer(name, lambda: view)


def confusion(truth: Any, predicted: Any, names: Sequence[str] = (), *, name: str = "confusion") -> None:
    """How often each class, a row, was taken for each, a column. `truth` and `predicted` hold N class numbers each.

    Raises ValueError where they do not pair up.
    """
    from tutor.views.matrix.make import confusion as view_of_confusion

    present().view(name, view_of_confusion(truth, predicted, names))


def mistakes(images: Any, truth: Any, logits: Any, names: Sequence[str] = (), *, name: str = "mistakes") -> None:
    """A confusion matrix with the pictures behind its cells, and what the model thought of each of them.

    `images` has shape (N, H, W), (N, 1, H, W) or (N, 3, H, W), or (N, pixels) of square ones; `truth` holds N class
    numbers, with their words in `names`; `logits` (N, classes) are a classifier's output, or its probabilities. Call it
    in the training loop, as `boundary`: it fills as training goes on, and what the screen cannot take costs nothing. On
    the whole screen the arrows go from cell to cell. Of each cell the pictures come first whose true class was thought
    least likely. Raises ValueError naming what does not fit together.
    """
    present().offer(name, partial(_mistakes, images, truth, logits, names))


def _mistakes(images: Any, truth: Any, logits: Any, names: Sequence[str]) -> Any:
    from tutor.views.mistakes.make import mistakes as view_of_mistakes

    return view_of_mistakes(images, truth, logits, names)


def attention(
    weights: Any,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    *,
    titles: tuple[str, str] = ("from", "to"),
    name: str = "attention",
) -> None:
    """Attention weights as a heat map: from each row to each column, a page a head.

    `weights` has shape (queries, keys) or (heads, queries, keys); `rows` and `columns` are the words, `columns` those
    of `rows` where they are not given. Any other matrix with labels can be shown so; `titles` are what its rows and
    its columns are. In a training loop it is drawn anew as often as the screen can take it, with the numbers that the
    call was given.
    """
    from tutor.views.matrix.make import attention as view_of_attention

    view = view_of_attention(weights, rows, columns, titles)
    present().offer(name, lambda: view)


def timeline(spans: Iterable[Sequence[Any]], *, name: str = "timeline") -> None:
    """What was busy when: each span is (row, start, end) or (row, start, end, what), times in seconds of any clock.

    `time.perf_counter()` before and after gives them. Rows stand in the order in which they are first named. How busy
    each was and how much of it went on at the same time is computed. Of more than 2,000 spans, close ones are drawn
    as one. Raises ValueError on a span that ends before it starts.
    """
    from tutor.views.timeline.make import timeline as view_of_timeline

    present().view(name, view_of_timeline(spans))


class Comparison:
    """A comparison chart that is filled as the measurements come in."""

    def __init__(
        self,
        x_label: str,
        y_label: str,
        series: Mapping[str, Sequence[tuple[Any, Any]]],
        log: bool | tuple[bool, bool],
        crossings: bool,
        passes: str,
        name: str,
    ) -> None:
        self._labels = x_label, y_label
        self._series = {way: list(pairs) for way, pairs in series.items()}
        self._log, self._crossings, self._passes = log, crossings, passes
        self._name = name

    def add(self, way: str, x: Any, y: Any) -> None:
        """One measurement more, drawn as soon as the screen can take it."""
        self._series.setdefault(way, []).append((x, y))
        present().offer(self._name, self._view)

    def _view(self) -> ComparisonView:
        from tutor.views.comparison.make import comparison

        return comparison(*self._labels, self._series, log=self._log, crossed=self._crossings, passes=self._passes)


def compare(
    x_label: str,
    y_label: str,
    series: Mapping[str, Sequence[tuple[Any, Any]]] | None = None,
    *,
    log: bool | tuple[bool, bool] = True,
    crossings: bool = True,
    passes: str = "rises above",
    name: str = "comparison",
) -> Comparison:
    """Several ways or devices over the size of the work: `{"cpu": [(32, 1.2), (64, 4.5)], "gpu": […]}` of (x, y).

    Both axes are logarithmic (`log` says otherwise, or `(x, y)` for each). Where one way passes another is computed
    and marked; `crossings=False` is for curves whose meeting says nothing. `passes` is what the one that is the higher
    from there on does to the other: "becomes slower than" where y is a time. The chart returned takes further
    measurements: `chart.add("cpu", size, seconds)`.
    """
    chart = Comparison(x_label, y_label, series or {}, log, crossings, passes, name)
    present().offer(name, chart._view)
    return chart


def unseen(value: object) -> bool:
    """Whether the value of a cell's last line is still to be shown: None is nothing, and a chart of `compare` stands
    on the screen since it was made."""
    return value is not None and not isinstance(value, Comparison)
