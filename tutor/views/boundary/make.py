"""What a model answers over the plane, or over a line, among the points it was trained on and those held out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tutor.views.boundary.data import BoundaryView, Labelled, Measured, RegressionView
from tutor.views.packing import pack
from tutor.views.reading import fact, is_tensor, numbers
from tutor.views.undisturbed import undisturbed

WIDTH, HEIGHT = 72, 48
"""Places at which the model is asked, across and up."""
POINTS = 500
"""No more points than this are drawn of either kind; evenly chosen where there are more."""
CURVE = 161
MARGIN = 0.08
"""Room around the points, of their range."""
CLASSES = 12


def boundary(
    model: Callable[[Any], Any],
    points: Any,
    labels: Any,
    held_out: tuple[Any, Any] | None = None,
    *,
    names: Sequence[str] = (),
    axes: tuple[str, str] = ("x₁", "x₂"),
) -> BoundaryView:
    """The classes that `model` answers for (N, 2) inputs, as `live.boundary` says. Raises ValueError naming a shape."""
    import torch

    inputs, truth = _tensor("boundary", points), _labels(labels)
    others = (_tensor("boundary", held_out[0]), _labels(held_out[1])) if held_out is not None else None
    _check("boundary", inputs, truth)
    if others is not None:
        _check("boundary, held_out", *others)
    sets = [inputs] if others is None else [inputs, others[0]]
    left, right = _range("boundary", [one[:, 0] for one in sets])
    bottom, top = _range("boundary", [one[:, 1] for one in sets])
    across = torch.linspace(left, right, WIDTH)
    up = torch.linspace(bottom, top, HEIGHT)
    grid = torch.stack([across.repeat(HEIGHT), up.repeat_interleave(WIDTH)], dim=1)
    like = _like(model, points)
    with undisturbed(model, evaluating=True), torch.no_grad():
        winner, margin, count = _answer(model, torch.cat([grid, *sets]).to(**like))
    size = WIDTH * HEIGHT
    answers = winner[size:].split([len(one) for one in sets])
    count = min(CLASSES, max(count, int(truth.max()) + 1, *(int(o[1].max()) + 1 for o in [others] if o is not None)))
    training = _labeled(inputs, truth, answers[0])
    tested = _labeled(*others, answers[1]) if others is not None else None
    return BoundaryView(
        x_name=axes[0], y_name=axes[1], x=(left, right), y=(bottom, top), width=WIDTH, height=HEIGHT,
        winner=winner[:size].to(torch.uint8).numpy().tobytes(),
        margin=(margin[:size] * 255).to(torch.uint8).numpy().tobytes(),
        classes=tuple(names[index] if index < len(names) else str(index) for index in range(count)),
        training=training, held_out=tested,
    )  # fmt: skip


def regression(
    x: Any,
    y: Any,
    function: Callable[[Any], Any],
    held_out: tuple[Any, Any] | None = None,
    *,
    axes: tuple[str, str] = ("x", "y"),
) -> RegressionView:
    """The values of `function` from the least x to the largest, as `live.regression` says. Raises ValueError."""
    import torch

    pairs = [(_tensor("regression", x), _tensor("regression", y))]
    if held_out is not None:
        pairs.append((_tensor("regression", held_out[0]), _tensor("regression", held_out[1])))
    for inputs, targets in pairs:
        if not inputs.dim() or not len(inputs) or inputs.numel() != len(inputs) or targets.numel() != len(inputs):
            raise ValueError(
                f"regression: x of shape {tuple(inputs.shape)} and y of shape {tuple(targets.shape)}; "
                "each needs one number a point"
            )
    left, right = _range("regression", [inputs.reshape(-1) for inputs, _ in pairs], 0.0)
    asked = torch.cat([torch.linspace(left, right, CURVE), *(inputs.reshape(-1) for inputs, _ in pairs)])
    asked = asked.reshape(-1, 1) if pairs[0][0].dim() > 1 else asked
    with undisturbed(function, evaluating=True), torch.no_grad():
        values = _tensor("regression", function(asked.to(**_like(function, x)))).reshape(-1)
    if len(values) != len(asked):
        raise ValueError(f"regression: the function made {len(values)} numbers of {len(asked)}; one for each is needed")
    answers = values[CURVE:].split([len(inputs) for inputs, _ in pairs])
    measured = [_measured(inputs, targets, found) for (inputs, targets), found in zip(pairs, answers, strict=True)]
    return RegressionView(
        x_name=axes[0], y_name=axes[1], x=pack(asked.reshape(-1)[:CURVE].tolist()),
        y=pack(values[:CURVE].tolist()), training=measured[0], held_out=measured[1] if len(measured) > 1 else None,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ asking


def _answer(model: Callable[[Any], Any], inputs: Any) -> tuple[Any, Any, int]:
    """The class, how far ahead it is (0 to 1), and how many classes there are. 255 stands for no number.

    One number a point is a logit, above 0 for class 1; several are logits of as many classes; whole numbers are the
    classes themselves. Of a module that ends in a sigmoid or softmax they are probabilities already.
    """
    import torch

    output = numbers("boundary, the model's answer", model(inputs)).reshape(len(inputs), -1)
    if not output.is_floating_point():
        found = output[:, 0].long()
        return found, torch.ones(len(found)), int(found.max()) + 1
    output = output.double()
    last = list(model.modules())[-1] if isinstance(model, torch.nn.Module) else None
    ready = isinstance(last, torch.nn.Sigmoid | torch.nn.Softmax)
    if output.shape[1] == 1:
        share = output[:, 0] if ready else torch.sigmoid(output[:, 0])
        shares = torch.stack([1 - share, share], dim=1)
    else:
        shares = output if ready else torch.softmax(output, dim=1)
    top = shares.topk(2, dim=1)
    found = top.indices[:, 0].masked_fill(shares.isnan().any(dim=1), 255)
    return found, (top.values[:, 0] - top.values[:, 1]).nan_to_num(0.0), shares.shape[1]


def _like(model: Any, given: Any) -> dict[str, Any]:
    """The dtype and device that the model takes: those of its parameters, else of the learner's tensor."""
    import torch

    parameters = model.parameters() if isinstance(model, torch.nn.Module) else iter(())
    one = next(parameters, given)
    if not is_tensor(one) or not fact(one, "dtype").is_floating_point or fact(one, "dtype").itemsize == 1:
        return {"dtype": torch.get_default_dtype()}
    return {"dtype": fact(one, "dtype"), "device": fact(one, "device")}


def _tensor(view: str, values: Any) -> Any:
    import torch

    found = numbers(view, values)
    if found.is_complex():
        raise ValueError(f"{view}: these are complex numbers; their .real or .abs() can be drawn")
    return found.to(torch.float32)


def _labels(values: Any) -> Any:
    return _tensor("boundary", values).reshape(-1).round().long()


def _check(where: str, inputs: Any, truth: Any) -> None:
    if inputs.dim() != 2 or inputs.shape[1] != 2 or not len(inputs):
        raise ValueError(f"{where}: points of shape {tuple(inputs.shape)}; two numbers a point are needed, (N, 2)")
    if len(truth) != len(inputs):
        raise ValueError(f"{where}: {len(inputs)} points and {len(truth)} labels")
    if int(truth.min()) < 0 or int(truth.max()) >= CLASSES:
        raise ValueError(f"{where}: labels are the numbers of classes, from 0 to at most {CLASSES - 1}")


def _range(view: str, sets: Sequence[Any], room: float = MARGIN) -> tuple[float, float]:
    ends = [float(end) for one in sets for end in (one.min(), one.max())]
    low, high = min(ends), max(ends)
    if not math.isfinite(low) or not math.isfinite(high):
        raise ValueError(f"{view}: there are points that are no numbers")
    space = (high - low) * room or (0.5 if high == low else 0.0)
    return low - space, high + space


def _labeled(points: Any, truth: Any, answers: Any) -> Labelled:
    every = max(1, -(-len(points) // POINTS))
    chosen = points[::every]
    labels = bytes(truth[::every].tolist())
    right = int((answers == truth).sum())
    return Labelled(pack(chosen[:, 0].tolist()), pack(chosen[:, 1].tolist()), labels, len(points), right)


def _measured(x: Any, y: Any, answers: Any) -> Measured:
    x, y = x.reshape(-1), y.reshape(-1)
    every = max(1, -(-len(x) // POINTS))
    error = float(((answers - y) ** 2).mean())
    return Measured(pack(x[::every].tolist()), pack(y[::every].tolist()), len(x), error)
