"""Calls that look at a model: its layers, the plane as it divides it, the curve it draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from tutor.live.lesson_io import present


def network(model: Any, example_input: Any, *, loss: Callable[[Any], Any] | None = None, name: str = "network") -> None:
    """A module's layers as blocks, as one forward pass of `example_input` goes through them.

    Each has its settings, its output's shape, its parameters, and its values as a small histogram. With `loss`, a
    function of the output such as `lambda out: F.cross_entropy(out, y)`, also the loss's gradient for each output.
    What is wrong is marked with its numbers: units that are 0 for every example (give it a batch), gradients a
    thousand times smaller or larger than at the last layer, NaN. A tuple as `example_input` is several arguments.
    Pages follow the pass from layer to layer. The model, its gradients and the random numbers stay as they were.
    Layers are the modules that were called; what `forward` computes by functions is seen in the next module's input.
    """
    from tutor.views.network.make import network as view_of_network

    present().view(name, view_of_network(model, example_input, loss))


def landscape(
    model: Any,
    loss: Callable[[], Any],
    *,
    along: Literal["random", "path"] | tuple[str, str] = "random",
    paths: Mapping[str, Sequence[Any]] | Sequence[Any] | None = None,
    span: float | None = None,
    points: int = 25,
    seed: int = 0,
    name: str = "landscape",
) -> None:
    """A model's loss as a map over two directions in its parameters, with the trainings that were recorded on it.

    `loss` takes nothing and returns the loss of the model as it stands, such as `lambda: F.mse_loss(model(x), y)`. It
    is asked at `points` × `points` places, at fewer where that would take more than about two seconds; afterwards the
    parameters are as they were, bit for bit. `along` is two numbers of the model by name, `("w", "b")` or
    `("0.weight[2, 1]", "0.bias[0]")`; or "random", two directions with each filter as long as the model's own (Li et
    al. 2018), going from −`span` to `span` of them; or "path", the principal directions of `paths`. `paths` holds
    states of all parameters, as `parameters_to_vector(model.parameters()).detach()` gives them (`torch.nn.utils`), or
    several such lists by name. What is reported under the two names is drawn as a path too, several at once as
    `w={"adam": …}, b={"adam": …}`. Raises ValueError on a name that the model does not have.
    """
    from tutor.views.surface.make import landscape as view_of_landscape

    view = view_of_landscape(model, loss, along=along, paths=paths, span=span, points=points, seed=seed)
    present().view(name, view)


def boundary(
    model: Callable[[Any], Any],
    points: Any,
    labels: Any,
    *,
    held_out: tuple[Any, Any] | None = None,
    names: Sequence[str] = (),
    axes: tuple[str, str] = ("x₁", "x₂"),
    name: str = "boundary",
) -> None:
    """The classes that a model answers over the plane, with the points (N, 2) and their labels (N), 0, 1, 2 ….

    Call it in the training loop: it is drawn anew as often as the screen can take it, and costs the training next to
    nothing; the last call of a cell is always drawn. `model` is a module (asked in evaluation mode) or any function of
    an (M, 2) tensor. One number a point is a logit, above 0 for class 1; several are logits of as many classes; whole
    numbers are the classes. `held_out` is (points, labels) of those not trained on. `names` are the classes', `axes`
    the coordinates'. Raises ValueError naming a shape that does not fit.
    """
    present().offer(name, partial(_boundary, model, points, labels, held_out, names, axes))


def regression(
    x: Any,
    y: Any,
    function: Callable[[Any], Any],
    *,
    held_out: tuple[Any, Any] | None = None,
    axes: tuple[str, str] = ("x", "y"),
    name: str = "fit",
) -> None:
    """The curve that a model draws over x, among the points (x, y), N numbers each, and those held out.

    Call it in the training loop, as `boundary`. `function` is a module or any function; it is given an (M, 1) tensor
    where x has two dimensions, else (M,). `held_out` is (x, y) of the points not trained on. The mean squared error
    on both is named. Raises ValueError naming a shape that does not fit.
    """
    present().offer(name, partial(_regression, x, y, function, held_out, axes))


def _boundary(model: Any, points: Any, labels: Any, held_out: Any, names: Sequence[str], axes: tuple[str, str]) -> Any:
    from tutor.views.boundary.make import boundary as view_of_boundary

    return view_of_boundary(model, points, labels, held_out, names=names, axes=axes)


def _regression(x: Any, y: Any, function: Any, held_out: Any, axes: tuple[str, str]) -> Any:
    from tutor.views.boundary.make import regression as view_of_regression

    return view_of_regression(x, y, function, held_out, axes=axes)
