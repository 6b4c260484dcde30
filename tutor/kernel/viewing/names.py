"""What the learner calls a tensor: a variable, a parameter of a model, an element of a list or dict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_FEW = 200
"""No more elements of a container than this are looked through."""


class Names:
    """The names of tensors among variables; a leading underscore makes a name private."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._tensors = list(named_tensors(variables))
        self._by_object: dict[int, str] = {}
        for name, tensor in self._tensors:
            self._by_object.setdefault(id(tensor), name)
        self._functions = [(tensor.grad_fn, name) for name, tensor in self._tensors if tensor.grad_fn is not None]
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
            node = nodes.get(id(tensor.grad_fn)) if tensor.grad_fn is not None else None
            if node is not None and len(node.outputs) == 1 and tensor.output_nr in node.outputs:
                yield node, tensor

    def of_data(self, tensor: Any) -> str:
        """The name of a tensor that lies in the same place in the same form."""
        place = _place(tensor)
        return next((name for name, one in self._tensors if place == _place(one)), "") if place is not None else ""

    def of_number(self, value: Any) -> str:
        """The one name of a tensor without a gradient that holds this single number, if only one does."""
        found = [
            name
            for name, one in self._tensors
            if not one.requires_grad
            and one.numel() == 1
            and one.is_floating_point()
            and abs(one.item() - value.item()) <= 1e-6 * abs(value.item())
        ]
        return found[0] if len(found) == 1 else ""


def _place(tensor: Any) -> tuple[int, tuple[int, ...], tuple[int, ...]] | None:
    import torch

    if tensor.layout is not torch.strided or tensor.device.type == "meta" or not tensor.numel():
        return None
    return tensor.data_ptr(), tuple(tensor.shape), tuple(tensor.stride())


def named_tensors(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Tensors by name, the plainest names first."""
    import torch

    public = [(name, one) for name, one in variables.items() if not name.startswith("_")]
    yield from ((name, one) for name, one in public if isinstance(one, torch.Tensor))
    for path, module in _modules(variables):
        for name, parameter in (*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)):
            yield f"{path}.{name}".lstrip("."), parameter
    for name, one in public:
        if type(one) is dict and len(one) <= _FEW:
            yield from ((f"{name}[{key!r}]", inner) for key, inner in one.items() if isinstance(inner, torch.Tensor))
        elif type(one) in (list, tuple) and len(one) <= _FEW:
            yield from (
                (f"{name}[{place}]", inner) for place, inner in enumerate(one) if isinstance(inner, torch.Tensor)
            )


def _modules(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every module of every model among the variables, by its path; a model inside another comes with that one."""
    import torch

    models = {
        name: one for name, one in variables.items() if isinstance(one, torch.nn.Module) and not name.startswith("_")
    }
    inner = {id(part) for model in models.values() for part in model.modules() if part is not model}
    outer = {name: model for name, model in models.items() if id(model) not in inner}
    for name, model in outer.items():
        for path, module in model.named_modules():
            yield ".".join(filter(None, [name, path])), module
