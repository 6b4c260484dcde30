"""A layer of the learner's own against one of PyTorch's: the same weights, the same outputs, the same gradients."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tutor.check.compare import TOLERANCES, same
from tutor.check.failure import Mistake, a, agree, listed, shape_of
from tutor.check.hints import about_gradients, about_shapes, no_return

_grad, _no_grad, _enable_grad = torch.autograd.grad, torch.no_grad, torch.enable_grad
_rand, _zeros_like, _copy = torch.rand, torch.zeros_like, Tensor.copy_

Layer = Callable[..., Any]
"""A module, or a function of tensors."""


@dataclass(frozen=True)
class Pair:
    """A parameter or a buffer of the learner's layer, and the one of PyTorch's layer that it stands for."""

    name: str
    """As the learner's layer calls it."""
    layer: nn.Module
    """The learner's."""
    ours: Tensor
    trained: bool
    """Whether it is a parameter."""

    @property
    def theirs(self) -> Any:
        """What the learner's layer holds now: a call may have put another tensor in its place."""
        return _at(self.layer, self.name)


def copied(theirs: object, ours: nn.Module, names: Mapping[str, str] | Iterable[str] | None = None) -> list[Pair]:
    """Copy the parameters and buffers of `ours` into `theirs` and return them in pairs, for `matches`.

    `names` says which, as a mapping from the name in `theirs` to that in `ours`, or as names that are the same in both;
    without it all that `ours` has. Raises `Mistake` where one is missing in `theirs`, is no parameter or no buffer, or
    has another shape or dtype.
    """
    if not isinstance(theirs, nn.Module):
        means = no_return(theirs) or "Only a module has parameters into which weights can be copied."
        raise Mistake(f"The layer is {a(type(theirs).__name__)}, and it should be an nn.Module.", means)
    there = {**dict(ours.named_parameters()), **dict(ours.named_buffers())}
    names = there if names is None else names
    wanted = names if isinstance(names, Mapping) and names is not there else {name: name for name in names}
    return [_copied(theirs, own, there[other]) for own, other in wanted.items()]


def matches(
    theirs: Layer, ours: Layer, *inputs: Any, pairs: Iterable[Pair] = (), what: str = "the output of your layer"
) -> None:
    """Raise `Mistake` unless both layers make the same of the inputs, forward and backward.

    Each is called with copies of `inputs`: tensors, or tuples, lists and dicts of them. Compared are the outputs
    (structure, shape, dtype, values), then the buffers among `pairs`, then the gradients of a random weighted sum of
    the outputs for each input of decimals and each parameter among `pairs`. Neither layer keeps a gradient. Where the
    layers have weights, `copied` comes first and gives the pairs; a function is given its weights as inputs.
    """
    pairs = list(pairs)
    their_leaves, their_inputs = _fresh(inputs)
    our_leaves, our_inputs = _fresh(inputs)
    with _enable_grad():
        result = theirs(*their_inputs)
        expected = ours(*our_inputs)
    same(result, expected, what)
    for pair in pairs:
        if not pair.trained:
            same(pair.theirs, pair.ours, f"the buffer {pair.name} after the call", requires_grad=False)
    names = _input_names(theirs, inputs)
    tensors = [(f"the {name}", own, other) for name, own, other in zip(names, their_leaves, our_leaves, strict=True)]
    tensors += [(f"the parameter {pair.name}", pair.theirs, pair.ours) for pair in pairs if pair.trained]
    _same_gradients(list(_tensors(result)), list(_tensors(expected)), tensors, what)


# --------------------------------------------------------------------------------------------------------- the weights


def _copied(theirs: nn.Module, name: str, ours: Tensor) -> Pair:
    trained = isinstance(ours, nn.Parameter)
    kind = "parameter" if trained else "buffer"
    found = dict(theirs.named_parameters() if trained else theirs.named_buffers())
    if name not in found:
        raise _missing(theirs, name, kind, list(found))
    own = found[name]
    if own.shape != ours.shape:
        raise Mistake(
            f"The {kind} {name} of your layer has the shape {shape_of(own.shape)}, and it should be "
            f"{shape_of(ours.shape)}.",
            about_shapes(tuple(own.shape), tuple(ours.shape)) or "So the weights of PyTorch's layer do not fit in.",
            f"Look at where __init__ makes {name}.",
        )
    if own.dtype != ours.dtype:
        raise Mistake(f"The {kind} {name} of your layer has the dtype {own.dtype}, and it should be {ours.dtype}.")
    with _no_grad():
        _copy(own, ours)
    return Pair(name, theirs, ours, trained)


def _missing(theirs: nn.Module, name: str, kind: str, found: list[str]) -> Mistake:
    value = _at(theirs, name)
    has = f"It has {listed(found)}." if found else f"It has no {kind}s at all."
    if kind == "parameter":
        how = "An nn.Parameter, or a layer, that is kept as an attribute of self becomes one of a module's parameters."
    else:
        how = "self.register_buffer(name, tensor) makes a tensor a buffer, which is saved and moved with the module."
    if value is None:
        look = "Look at what __init__ keeps on self, and under which name."
    else:
        look = f"self.{name} is there, but it is {a(type(value).__name__)} that the module does not know as a {kind}."
    return Mistake(f"Your layer has no {kind} called {name}. {has}", how, look)


def _at(layer: nn.Module, name: str) -> Any:
    """What is kept under a name such as 'norm.weight'; None where there is nothing."""
    value: Any = layer
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


# ---------------------------------------------------------------------------------------------------------- the inputs


def _fresh(inputs: Any) -> tuple[list[Tensor], Any]:
    """Leaves that collect gradients, and the inputs made of copies of them, which may be changed in place."""
    leaves: list[Tensor] = []

    def fresh(value: Any) -> Any:
        if isinstance(value, Tensor):
            if not (value.is_floating_point() or value.is_complex()):
                return value.detach().clone()
            leaves.append(value.detach().clone().requires_grad_())
            return leaves[-1].clone()
        if isinstance(value, dict):
            return {key: fresh(one) for key, one in value.items()}
        if isinstance(value, tuple | list):
            return [*map(fresh, value)] if isinstance(value, list) else tuple(map(fresh, value))
        return value

    with _enable_grad():
        return leaves, fresh(inputs)


def _tensors(value: Any) -> Iterator[Tensor]:
    """All tensors of decimals in an input or an output."""
    if isinstance(value, Tensor):
        if value.is_floating_point() or value.is_complex():
            yield value
    elif isinstance(value, dict | tuple | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _tensors(one)


def _input_names(theirs: Layer, inputs: tuple[Any, ...]) -> list[str]:
    """A name for each leaf: what the learner calls the input, where that can be told."""
    called = theirs.forward if isinstance(theirs, nn.Module) else theirs
    try:
        own = [one.name for one in inspect.signature(called).parameters.values() if one.kind is not one.VAR_POSITIONAL]
    except (TypeError, ValueError):  # one that is written in C may have none
        own = []
    names = []
    for place, value in enumerate(inputs):
        name = f"input {own[place]}" if place < len(own) else f"input {place + 1}"
        count = len(list(_tensors(value)))
        names += [name] if count == 1 and isinstance(value, Tensor) else [f"{name}[{index}]" for index in range(count)]
    return names


# ------------------------------------------------------------------------------------------------------- the gradients


def _same_gradients(
    results: list[Tensor], expected: list[Tensor], tensors: list[tuple[str, Tensor, Tensor]], what: str
) -> None:
    weighted = [one for one in zip(results, expected, strict=True) if one[1].requires_grad and one[1].numel()]
    if not weighted or not tensors:
        return
    for output, _ in weighted:
        if not output.requires_grad:
            raise Mistake(
                f"The numbers are right, but {what} {agree(what, 'has', 'have')} requires_grad=False.",
                about_gradients(True),
                "Look at what forward does between its input and what it returns.",
            )
    weights = [0.5 + _rand(one.shape, dtype=one.dtype, device=one.device) for _, one in weighted]
    our_gradients = _gradients([one for _, one in weighted], weights, [one for *_, one in tensors])
    their_gradients = _gradients([one for one, _ in weighted], weights, [one for _, one, _ in tensors])
    largest = max((one.abs().max().item() for one in our_gradients if one is not None and one.numel()), default=0.0)
    for (name, tensor, _), own, expect in zip(tensors, their_gradients, our_gradients, strict=True):
        if own is None and (expect is None or not expect.any().item()):
            continue
        if own is None:
            raise Mistake(
                f"The output is right, but no gradient reaches {name}.",
                "The output was computed without it, or the way back was cut: by .detach(), .item(), .data, "
                "torch.no_grad(), or by making a new tensor out of its numbers.",
                f"Look at the way from {name.removeprefix('the ')} to what forward returns.",
            )
        ours = _zeros_like(tensor) if expect is None else expect
        relative, part = TOLERANCES[ours.dtype]
        here = ours.abs().max().item() if ours.numel() else 0.0
        _same_gradient(own, ours, name, 10 * relative, part * (10 * here + largest))


def _gradients(outputs: list[Tensor], weights: list[Tensor], tensors: list[Tensor]) -> tuple[Tensor | None, ...]:
    """The gradients of the weighted sum, for those that ask for one."""
    asked = [one for one in tensors if one.requires_grad]
    found = iter(_grad(outputs, asked, weights, allow_unused=True) if asked else ())
    return tuple(next(found) if one.requires_grad else None for one in tensors)


def _same_gradient(own: Tensor, ours: Tensor, name: str, rtol: float, atol: float) -> None:
    """Compare one; wider than the outputs, since what cancels on the way back leaves fewer digits."""
    try:
        same(own, ours, f"the gradient for {name}", rtol=rtol, atol=atol)
    except Mistake as mistake:
        means = f"The outputs are right. {mistake.means}".rstrip()
        look = mistake.look or "Something on the way is taken for a constant, or is treated by hand in the backward."
        raise Mistake(mistake.seen, means, look) from None
