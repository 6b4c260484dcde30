"""Mistakes around the loss: all pairs compared, probabilities for scores, a graph kept, a run that diverges."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from tutor.check.failure import Mistake, agree, counted, number, of_type
from tutor.check.hints import no_return
from tutor.check.watch import TorchCall, recorded

Result = TypeVar("Result")

_PAIRED = {
    *("sub", "__sub__", "__rsub__", "rsub", "subtract"),
    *("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"),
    *("binary_cross_entropy", "binary_cross_entropy_with_logits"),
}
"""What compares a prediction with its target, one with one."""

_WHOLE = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool)
_broadcast_shapes: Callable[..., torch.Size] = torch.broadcast_shapes


def loss_of_all_pairs(run: Callable[[], Result]) -> Result:
    """Run something that computes a loss, and return what it returns; raise `Mistake` if (N, 1) met (N,) on the way."""
    return _watched(run, _refuse_all_pairs)


def _watched(run: Callable[[], Result], refuse: Callable[[TorchCall], None]) -> Result:
    """Run something with every call looked at first; a mistake is raised also where the code caught it on its way."""
    met: list[Mistake] = []

    def look(call: TorchCall) -> None:
        try:
            refuse(call)
        except Mistake as mistake:
            met.append(mistake)
            raise

    with recorded(before=look):
        result = run()
    if met:
        raise met[0]
    return result


def _refuse_all_pairs(call: TorchCall) -> None:
    if call.name not in _PAIRED or len(call.tensors) < 2:
        return
    one, other = (tuple(tensor.shape) for tensor in call.tensors[:2])
    if one == other or not one or not other:
        return
    try:
        result = tuple(_broadcast_shapes(one, other))
    except RuntimeError:
        return  # they do not fit together at all, which torch says itself
    if math.prod(result) > max(math.prod(one), math.prod(other)):
        pairs = "×".join(map(str, result))
        raise Mistake(
            f"Two tensors of the shapes {one} and {other} are compared, which gives {pairs} = {math.prod(result)} "
            f"differences where {max(math.prod(one), math.prod(other))} are meant.",
            "Broadcasting stretches both until they fit, so each prediction is compared with every target. The loss is "
            "a number all the same, only the wrong one.",
            "Look at the shapes of prediction and target just before they meet.",
        )


def softmax_before_cross_entropy(run: Callable[[], Result]) -> Result:
    """Run something that computes a cross-entropy, and return what it returns; raise `Mistake` if it is given
    probabilities in place of scores, or one-hot rows in place of class numbers."""
    return _watched(run, _refuse_probabilities)


def _refuse_probabilities(call: TorchCall) -> None:
    if call.name != "cross_entropy" or len(call.tensors) < 2:
        return
    scores, target = call.tensors[:2]
    one_hot_target(target, scores)
    if _are_probabilities(scores.detach()):
        raise Mistake(
            "cross_entropy is given numbers between 0 and 1 whose rows add up to 1: they went through a softmax.",
            "cross_entropy applies the softmax itself. Twice, it flattens the scores, the gradients become small, and "
            "learning stalls.",
            "Look at what the last layer's output passes through before the loss.",
        )


def one_hot_target(target: Tensor, scores: Tensor | None = None) -> None:
    """Raise `Mistake` if targets for a cross-entropy are one-hot rows in place of the numbers of the classes."""
    rows = target.detach()
    if rows.dim() < 2 or rows.shape[-1] < 2 or (scores is not None and rows.shape != scores.shape):
        return
    zero_or_one = ((rows == 0) | (rows == 1)).all().item()
    if zero_or_one and (rows.sum(-1) == 1).all().item():
        raise Mistake(
            f"The targets are one-hot rows of shape {tuple(rows.shape)}, where the number of the class belongs.",
            f"cross_entropy wants one whole number for each sample here: shape {tuple(rows.shape[:-1])}, dtype "
            "torch.int64.",
            "Look at how the targets are made.",
        )


def _are_probabilities(scores: Tensor) -> bool:
    if scores.dim() < 2 or not scores.is_floating_point() or scores.numel() == 0:
        return False
    sums = scores.sum(1)  # cross_entropy has the classes in dimension 1
    return bool((scores >= 0).all().item() and ((sums - 1).abs() < 1e-3).all().item())


def keeps_the_graph(values: Iterable[object], what: str = "losses") -> None:
    """Raise `Mistake` if kept values still have the graph behind them that they were computed by."""
    kept = [value for value in values if isinstance(value, Tensor) and value.requires_grad]
    if kept:
        raise Mistake(
            f"{what} holds {len(kept)} tensor{'s' if len(kept) > 1 else ''} with the graph still behind "
            f"{'them' if len(kept) > 1 else 'it'} (grad_fn={type(kept[0].grad_fn).__name__}).",
            "As long as such a tensor is kept, so is everything it was computed from: memory grows with every step.",
            f"Look at what is put into {what[:1].lower() + what[1:]}: for a curve the plain number is enough.",
        )


def curve(values: object, count: int | None = None, what: str = "losses") -> list[float]:
    """The numbers of a curve, `count` of them where it is given; raise `Mistake` where it is none.

    Right are lists and tuples of Python numbers or of single-number tensors, and tensors and arrays of one dimension.
    Tensors that still have their graph behind them are a mistake; nan and inf are not, here.
    """
    if isinstance(values, Tensor | np.ndarray):
        keeps_the_graph([values], what)
        numbers: list[Any] = values.tolist() if values.ndim == 1 else [values]
    elif isinstance(values, list | tuple):
        keeps_the_graph(values, what)
        numbers = [one.item() if isinstance(one, Tensor) and one.numel() == 1 else one for one in values]
    else:
        raise Mistake(
            f"{what} {agree(what, 'is', 'are')} {of_type(values)}, and it should be a list of numbers.",
            no_return(values),
        )
    for index, one in enumerate(numbers):
        if isinstance(one, bool) or not isinstance(one, int | float | np.floating):
            shape = f" of shape {tuple(one.shape)}" if isinstance(one, Tensor | np.ndarray) else ""
            place = f"entry {index} of {what}" if " " in what else f"{what}[{index}]"
            means = "It can be called: the brackets () after its name may be missing." if callable(one) else ""
            raise Mistake(f"{place} is {of_type(one)}{shape}, and it should be a single number.", means)
    if count is not None and len(numbers) != count:
        seen = f"{what} {agree(what, 'has', 'have')} {counted(len(numbers), 'entry')}"
        seen += f", and {agree(what, 'it', 'they')} should have {count}."
        raise Mistake(seen, "A return inside a loop ends it in its first turn." if len(numbers) == 1 else "")
    return [float(one) for one in numbers]


def diverged(
    losses: Sequence[float | Tensor],
    *,
    rate: float | None = None,
    curvature: float | None = None,
    what: str = "the loss",
) -> None:
    """Raise `Mistake` if a run fell apart: a loss that is not finite, or ends far above where it began.

    With `rate` and `curvature`, the largest eigenvalue λmax of the Hessian, the limit 2/λmax is named: beyond it each
    step of gradient descent lands farther from the minimum than the one before.
    """
    numbers = [float(loss.detach()) if isinstance(loss, Tensor) else float(loss) for loss in losses]
    bad = next((step for step, loss in enumerate(numbers) if not math.isfinite(loss)), None)
    if bad is not None:
        seen = f"{what} is {numbers[bad]} from step {bad} on"
        means = (
            "inf means that it outgrew the largest number there is, and nan ('not a number') is what inf − inf gives."
        )
    elif numbers and numbers[-1] > 2 * abs(numbers[0]):
        seen = f"{what} rose from {number(numbers[0])} to {number(numbers[-1])}"
        means = "Each step overshot the minimum by more than the one before."
    else:
        return
    look = "Look at the learning rate, and at the sign of the step."
    if rate is not None and curvature is not None and curvature > 0:
        limit = 2 / curvature
        side = "above" if rate > limit else "below"
        look = f"The learning rate is {number(rate)}, {side} the limit 2/λmax = {number(limit)}."
        if rate <= limit:
            look += " So the rate is not the reason: look at the sign of the step, and at whether gradients pile up."
    raise Mistake(f"Training diverged: {seen}.", means, look)


def integers_asked_for_gradients(tensor: Tensor, what: str = "w") -> None:
    """Raise `Mistake` if a tensor that should be trained holds whole numbers."""
    if tensor.dtype in _WHOLE:
        raise Mistake(
            f"{what} holds whole numbers ({tensor.dtype}), and only floating-point numbers can have gradients.",
            "torch.tensor([1, 2]) makes whole numbers, because that is what 1 and 2 are.",
            f"Look at the numbers that {what} is made from, and at dtype=.",
        )


def not_contiguous(tensor: Tensor, what: str = "the tensor") -> None:
    """Raise `Mistake` if `view` cannot flatten a tensor, because its numbers do not lie in memory in its order."""
    if not tensor.is_contiguous():
        raise Mistake(
            f"{what} is not contiguous: its shape is {tuple(tensor.shape)}, its strides are {tensor.stride()}.",
            "transpose, permute and .T change only how the numbers are read. view() needs them to lie in memory in the "
            "order of the shape.",
            "Look at reshape() and contiguous().",
        )
