"""Mistakes around parameters: they never move, are not found, are made anew, or their gradients pile up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from tutor.check.failure import Mistake, listed, number
from tutor.check.kept import alike
from tutor.check.watch import leaves

Result = TypeVar("Result")
Parameters = nn.Module | Mapping[str, Tensor]
"""A model, or tensors by name."""

_equal, _allclose = torch.equal, torch.allclose


def snapshot(parameters: Parameters) -> dict[str, Tensor]:
    """Copies of the parameters as they are now, by name; for `never_moved`."""
    return {name: tensor.detach().clone() for name, tensor in _named(parameters).items()}


def never_moved(before: Mapping[str, Tensor], after: Parameters) -> None:
    """Raise `Mistake` if training left a parameter exactly where it was. `before` is from `snapshot`."""
    now = _named(after)
    still = [name for name, tensor in before.items() if name in now and _equal(now[name].detach(), tensor)]
    if not still:
        return
    verb = "has" if len(still) == 1 else "have"
    gradients = [now[name].grad for name in still]
    if all(gradient is None for gradient in gradients):
        means = (
            "There is no gradient: .grad is None, as it is before loss.backward() has run, and again after zero_grad()."
        )
        look = (
            "Look at whether backward() is called on a loss that was computed from these parameters, and at what comes "
            "between it and the step."
        )
    elif all(gradient is None or not gradient.any().item() for gradient in gradients):
        means = "The gradients are all zero, as they are when they are zeroed between backward() and the step."
        look = "Look at the order inside the loop."
    else:
        means = "There are gradients, but no step followed that used them."
        look = "Look at what should change them after backward(), and at which parameters the optimizer was given."
    raise Mistake(f"{listed(still)} never moved: {verb} exactly the value from before training.", means, look)


def gradients_grow(run: Callable[[], Result], parameters: Parameters) -> Result:
    """Run a training loop and return what it returns; raise `Mistake` if its gradients pile up from step to step."""
    named = _named(parameters)
    fresh: dict[str, list[Tensor]] = {name: [] for name in named}
    total: dict[str, list[Tensor]] = {name: [] for name in named}
    handles = []
    for name, tensor in named.items():
        handles.append(tensor.register_hook(_keeper(fresh[name])))
        handles.append(tensor.register_post_accumulate_grad_hook(_grad_keeper(total[name])))
    try:
        result = run()
    finally:
        for handle in handles:
            handle.remove()
    for name in named:
        _judge_growth(name, fresh[name], total[name])
    return result


def _keeper(kept: list[Tensor]) -> Callable[[Tensor], None]:
    return lambda gradient: kept.append(gradient.detach().clone())


def _grad_keeper(kept: list[Tensor]) -> Callable[[Tensor], None]:
    return lambda tensor: kept.append(tensor.grad.detach().clone()) if tensor.grad is not None else None


def _judge_growth(name: str, fresh: list[Tensor], total: list[Tensor]) -> None:
    """Raise if from the second backward pass on, every gradient still contains the earlier ones."""
    if len(fresh) != len(total):
        return  # torch.autograd.grad leaves nothing in .grad, where it could pile up
    later = list(zip(fresh, total, strict=True))[1:]
    if not later or any(_allclose(one, whole, rtol=1e-4, equal_nan=True) for one, whole in later):
        return
    sizes = [(one.norm().item(), whole.norm().item()) for one, whole in later]
    passes, (one_size, size) = max(enumerate(sizes, 2), key=lambda each: each[1][1] / max(each[1][0], 1e-30))
    raise Mistake(
        f"The gradient of {name} grows from step to step: after {passes} backward passes its .grad has the size "
        f"{number(size)}, while the last pass alone gave {number(one_size)}.",
        "backward() adds to .grad. What earlier steps left there is used again in every later step.",
        "Look at what should happen to the gradients once in each turn of the loop.",
    )


def empty_parameters(model: nn.Module) -> None:
    """Raise `Mistake` if the model holds parameters or layers that `parameters()` does not find."""
    known = {id(parameter) for parameter in model.parameters()}
    for owner_name, owner in model.named_modules():
        for name, value in vars(owner).items():
            if name.startswith("_"):
                continue
            lost = [one for one in _trainable(value) if id(one) not in known]
            if lost:
                raise _lost(f"{owner_name}.{name}" if owner_name else name, value, bool(known))
    if not known:
        raise Mistake(
            "model.parameters() is empty, so an optimizer has nothing to train.",
            "A module finds what is an nn.Parameter, or a layer, and is kept as an attribute of self.",
            "Look at what __init__ stores on self.",
        )


def _lost(name: str, value: object, some: bool) -> Mistake:
    kind = type(value).__name__
    if isinstance(value, Tensor):
        means = f"self.{name} is a plain tensor; a module finds only what is an nn.Parameter."
        look = f"Look at how self.{name} is made."
    else:
        means = f"self.{name} is a plain {kind}, and a module does not look inside one."
        look = "Look for the containers that torch.nn has for this."
    seen = f"does not find what is in self.{name}" if some else "is empty"
    return Mistake(f"model.parameters() {seen}, so an optimizer cannot train it.", means, look)


def _trainable(value: object) -> list[Tensor]:
    """Tensors that ask for gradients in a value that is not registered: a tensor, or a plain container."""
    if isinstance(value, nn.Module):
        return list(value.parameters())
    if isinstance(value, Tensor):
        return [value] if value.requires_grad and value.is_leaf else []
    if isinstance(value, dict):
        value = list(value.values())
    return [tensor for one in value for tensor in _trainable(one)] if isinstance(value, list | tuple) else []


def layers_made_in_forward(model: nn.Module, *inputs: Any) -> None:
    """Raise `Mistake` if `forward` uses weights that are not the model's own, because it makes them itself."""
    known = {id(parameter) for parameter in model.parameters()}
    given = {id(one) for one in inputs}
    with torch.enable_grad():
        output = model(*inputs)
    strange = [leaf for leaf in leaves(output) if id(leaf) not in known and id(leaf) not in given]
    if strange:
        shapes = listed([str(tuple(leaf.shape)) for leaf in strange])
        raise Mistake(
            f"forward() uses weights that are not among model.parameters(), of shape {shapes}.",
            "A layer that is made inside forward() has new random weights on every call. It is never trained, and the "
            "same input gives another output each time.",
            "Look at which layers are made where; __init__ runs once, forward() on every call.",
        )


def no_longer_a_leaf(tensor: object, what: str = "w") -> None:
    """Raise `Mistake` if a parameter became the result of a computation, as `w = w - rate * w.grad` makes it."""
    if isinstance(tensor, Tensor) and tensor.requires_grad and not tensor.is_leaf:
        raise Mistake(
            f"{what} is no longer a parameter, but the result of a computation ({type(tensor.grad_fn).__name__}).",
            "Autograd recorded the update itself. From then on backward() leaves no .grad there, and the graph grows "
            "with every step.",
            "Look at where the update is made, and at what autograd should not record.",
        )


def changed(before: Tensor, now: Tensor, what: str = "the input") -> None:
    """Raise `Mistake` if a tensor that should have been left alone was changed in place."""
    if not alike(before, now.detach()):
        raise Mistake(
            f"Your code changed {what}.",
            "Whoever handed it over still holds the same tensor, and now finds other numbers in it.",
            "Look for +=, -=, an index on the left of =, and methods whose names end in an underscore, such as add_.",
        )


def _named(parameters: Parameters) -> dict[str, Tensor]:
    if isinstance(parameters, nn.Module):
        return dict(parameters.named_parameters())
    return dict(parameters)
