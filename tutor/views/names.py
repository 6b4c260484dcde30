"""What the learner calls a tensor: a variable, a parameter of a model, an element of a list or dict."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from tutor.views.reading import empty, fact, is_tensor, readable, sizes, strides_of, unlike

_FEW = 200
"""No more elements of a container than this are looked through."""


class Names:
    """The names of tensors among variables; a leading underscore makes a name private."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._tensors = list(named_tensors(variables))
        self._by_object: dict[int, str] = {}
        for name, tensor in self._tensors:
            self._by_object.setdefault(id(tensor), name)
        functions = [(fact(tensor, "grad_fn"), name) for name, tensor in self._tensors]
        self._functions = [(function, name) for function, name in functions if function is not None]
        self._names_by_function: dict[int, str] = {id(function): name for function, name in reversed(self._functions)}
        self.modules = dict(_modules(variables))
        """The modules of the learner's models by their paths; the paths of parameters begin with them."""

    def of(self, tensor: Any) -> str:
        """The name of this very tensor; '' where it has none."""
        return self._by_object.get(id(tensor), "")

    def of_function(self, function: Any) -> str:
        """The name of a tensor that this function made."""
        return self._names_by_function.get(id(function), "")

    def tensors_of(self, nodes: Mapping[int, Any]) -> Iterator[tuple[Any, Any]]:
        """The nodes, by the ids of their functions, that made tensors with names; with these tensors."""
        for _, tensor in self._tensors:
            function = fact(tensor, "grad_fn")
            node = nodes.get(id(function)) if function is not None else None
            if node is not None and len(node.outputs) == 1 and fact(tensor, "output_nr") in node.outputs:
                yield node, tensor

    def of_data(self, tensor: Any) -> str:
        """The name of a tensor that lies in the same place in the same form."""
        place = _place(tensor)
        return next((name for name, one in self._tensors if place == _place(one)), "") if place is not None else ""

    def of_number(self, value: Any) -> str:
        """The one name of a tensor without a gradient that holds this single number, if only one does."""
        wanted = value.item()
        held = ((name, _number(one)) for name, one in self._tensors)
        found = [name for name, one in held if one is not None and abs(one - wanted) <= 1e-6 * abs(wanted)]
        return found[0] if len(found) == 1 else ""


def _number(tensor: Any) -> float | None:
    """The single number of a floating-point tensor without a gradient; None of any other."""
    if unlike(tensor) or empty(tensor) or fact(tensor, "shape").numel() != 1 or fact(tensor, "requires_grad"):
        return None
    return float(readable(tensor).item()) if fact(tensor, "dtype").is_floating_point else None


def _place(tensor: Any) -> tuple[int, tuple[int, ...], tuple[int, ...]] | None:
    import torch

    from tutor.compat.torch_modes import past_subclasses

    if unlike(tensor) or empty(tensor) or fact(tensor, "layout") is not torch.strided or not math.prod(sizes(tensor)):
        return None
    try:
        with past_subclasses():
            return torch.Tensor.data_ptr(tensor), sizes(tensor), strides_of(tensor)
    except RuntimeError:  # a class that wraps other tensors has no memory of its own
        return None


def named_tensors(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Tensors by name, the plainest names first."""
    public = [(name, one) for name, one in variables.items() if not name.startswith("_")]
    yield from ((name, one) for name, one in public if is_tensor(one))
    for path, module in _modules(variables):
        yield from ((f"{path}.{name}".lstrip("."), tensor) for name, tensor in parameters_of(module, inner=False))
    for name, one in public:
        if type(one) is dict and len(one) <= _FEW:
            yield from ((f"{name}[{_key(key)}]", inner) for key, inner in one.items() if is_tensor(inner))
        elif type(one) in (list, tuple) and len(one) <= _FEW:
            yield from ((f"{name}[{place}]", inner) for place, inner in enumerate(one) if is_tensor(inner))


def parameters_of(module: Any, *, inner: bool = True) -> list[tuple[str, Any]]:
    """The parameters and buffers of a module by name; [] of what is none, or does not let itself be asked."""
    import torch

    if not issubclass(type(module), torch.nn.Module):
        return []
    try:
        return [*module.named_parameters(recurse=inner), *module.named_buffers(recurse=inner)]
    except Exception:  # super().__init__() was not called, or the class has a method of its own for this
        return []


def _key(key: object) -> str:
    """A key as Python writes it; of one that cannot be written, its type."""
    try:
        return repr(key)
    except Exception:  # the learner's own code
        return f"<{type(key).__name__}>"


def _modules(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every module of every model among the variables, by its path; a model inside another comes with that one."""
    import torch

    found = [
        (name, one)
        for name, one in variables.items()
        if issubclass(type(one), torch.nn.Module) and not name.startswith("_")
    ]
    models = {name: parts for name, one in found if (parts := _parts(one))}
    inside = {id(part) for parts in models.values() for path, part in parts if path}
    for name, parts in models.items():
        if id(parts[0][1]) not in inside:
            for path, module in parts:
                yield ".".join(filter(None, [name, path])), module


def _parts(model: Any) -> list[tuple[str, Any]]:
    """A model and the modules inside it by their paths, itself first; [] where it does not let itself be asked."""
    try:
        return list(model.named_modules())
    except Exception:  # super().__init__() was not called
        return []
