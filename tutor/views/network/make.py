"""A forward pass, and a backward pass, seen from every layer of a module."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tutor.views.network.data import Layer, NetworkView, Signal
from tutor.views.numbers import shape_text
from tutor.views.tensor.make import SAMPLE, WHOLE, histogram, sample
from tutor.views.undisturbed import undisturbed

CALLS = 200
"""No more calls of layers are recorded."""
BINS = 24
FAR = 1e3
"""A gradient by this factor smaller or larger than the one that enters the network from behind is marked."""


@dataclass
class Call:
    """One call of a layer while it is being watched."""

    name: str
    module: Any
    inputs: str
    output: str
    parameters: int
    size: int
    forward: Signal | None
    units: tuple[int, int, int] | None
    """(dead units, units, examples) of an activation."""
    backward: Signal | None = None


@dataclass
class Watch:
    """What the hooks have seen."""

    calls: list[Call] = field(default_factory=list)
    seen: int = 0
    """How many calls of layers there were, those that are not recorded too."""
    counted: set[int] = field(default_factory=set)
    started: list[int] = field(default_factory=list)
    """For each module that is being called, how many calls there were when it began."""


def network(model: Any, example: Any, loss: Callable[[Any], Any] | None = None) -> NetworkView:
    """The view of one forward pass of `example` (a tensor, or a tuple of arguments), and of `loss`'s backward pass.

    The model, its gradients, its buffers and the random numbers are left as they were. Raises TypeError where `model`
    is no module, ValueError where the loss is no single number.
    """
    import torch

    if not isinstance(model, torch.nn.Module):
        raise TypeError(f"network: this is a {type(model).__name__}; a torch.nn.Module can be drawn")
    arguments = example if isinstance(example, tuple) else (example,)
    watch = Watch()
    with undisturbed(model), _hooks(model, watch), torch.set_grad_enabled(loss is not None):
        output = model(*arguments)
        value = _backward(model, loss(output)) if loss is not None else None
    before = next((call.backward.norm for call in reversed(watch.calls) if call.backward is not None), 0.0)
    layers = tuple(_layer(call, before, value is not None) for call in watch.calls)
    parameters = list(model.parameters())
    return NetworkView(
        model=type(model).__name__,
        training=model.training,
        parameters=sum(parameter.numel() for parameter in parameters),
        trainable=sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
        inputs=", ".join(shapes(argument) for argument in arguments),
        output=shapes(output),
        loss=value,
        layers=layers,
        left_out=watch.seen - len(watch.calls),
        size=_bytes(parameters),
        buffers=_bytes(model.buffers()),
    )


def _bytes(tensors: Iterable[Any]) -> int:
    """The memory that the numbers of these tensors take."""
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def shapes(value: Any) -> str:
    """The shape of a tensor, or of the tensors in a tuple."""
    if hasattr(value, "shape"):
        return shape_text(tuple(value.shape))
    if isinstance(value, tuple | list) and value:
        return ", ".join(shapes(one) for one in value[:3]) + (", …" if len(value) > 3 else "")
    return type(value).__name__


# ---------------------------------------------------------------------------------------------------------- watching


@contextmanager
def _hooks(model: Any, watch: Watch) -> Iterator[None]:
    """Watch every module; of those that call others, only the others count."""
    handles = []
    for name, module in model.named_modules():
        handles.append(module.register_forward_pre_hook(lambda *_: watch.started.append(watch.seen)))
        handles.append(module.register_forward_hook(_recorder(name, watch)))
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _recorder(name: str, watch: Watch) -> Callable[[Any, Any, Any], None]:
    def record(module: Any, arguments: Any, output: Any) -> None:
        began = watch.started.pop()
        if watch.seen > began:
            return  # its own modules were called, and they are there
        watch.seen += 1
        if len(watch.calls) >= CALLS:
            return
        found = _first(output)
        own = [p for p in module.parameters() if p.requires_grad and id(p) not in watch.counted]
        watch.counted.update(map(id, own))
        call = Call(
            name,
            module,
            shapes(arguments[0] if len(arguments) == 1 else arguments),
            shapes(output),
            sum(parameter.numel() for parameter in own),
            _bytes(own),
            _signal(found),
            _units(module, _first(arguments), found),
        )
        watch.calls.append(call)
        if found is not None and found.requires_grad:
            found.register_hook(lambda gradient: _arrived(call, gradient))

    return record


def _arrived(call: Call, gradient: Any) -> None:
    call.backward = _signal(gradient)


def _backward(model: Any, loss: Any) -> float:
    """Send the loss's gradient back, into nobody's .grad; the loss."""
    import torch

    if getattr(loss, "numel", lambda: 0)() != 1:
        raise ValueError("network: the loss is not a single number; it takes the output and returns what to minimize")
    wanted = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if wanted and loss.requires_grad:
        torch.autograd.grad(loss, wanted, allow_unused=True)
    return float(loss.item())


def _first(value: Any) -> Any:
    """The first tensor of floating-point numbers in a value; None where there is none."""
    if hasattr(value, "is_floating_point"):
        return value if value.is_floating_point() else None
    if isinstance(value, tuple | list):
        return next((found for one in value if (found := _first(one)) is not None), None)
    return None


def _signal(value: Any) -> Signal | None:
    """What a tensor's values are like; of a very large one, of an even sample, its norm scaled up."""
    import numpy

    if value is None or not value.numel():
        return None
    count = value.numel()
    numbers = sample(value.detach(), tuple(value.shape))
    finite = numbers[numpy.isfinite(numbers)]
    if not len(finite):
        return Signal(math.nan, math.nan, math.nan, 0.0, len(numbers), None)
    scale = math.sqrt(count / SAMPLE) if count > WHOLE else 1.0
    return Signal(
        norm=float(numpy.linalg.norm(finite)) * scale,
        mean=float(finite.mean()),
        deviation=float(finite.std()),
        zeros=float((finite == 0).mean()),
        bad=len(numbers) - len(finite),
        histogram=histogram(finite, BINS),
    )


def _kinds_that_activate_nothing() -> tuple[type, ...]:
    """Layers that may keep the shape and learn nothing, as an activation does, and are none."""
    from torch import nn

    return (
        *(nn.Identity, nn.Dropout, nn.Dropout1d, nn.Dropout2d, nn.Dropout3d, nn.AlphaDropout, nn.FeatureAlphaDropout),
        *(nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.SyncBatchNorm),
        *(nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d),
    )


def _units(module: Any, given: Any, output: Any) -> tuple[int, int, int] | None:
    """Units of an activation that are 0 for every example; None where the layer is none, or one example is no test.

    An activation keeps the shape and learns nothing. Its units are its channels: dimension 1 of pictures, the last of
    all else.
    """
    if isinstance(module, _kinds_that_activate_nothing()) or next(module.parameters(), None) is not None:
        return None
    if given is None or output is None or given.shape != output.shape or output.dim() < 2 or len(output) < 2:
        return None
    dimension = 1 if output.dim() >= 4 else output.dim() - 1
    rest = [axis for axis in range(output.dim()) if axis != dimension]
    dead = (output.detach() == 0).all(dim=rest[0]) if len(rest) == 1 else (output.detach() == 0).amin(dim=rest)
    return int(dead.sum()), output.shape[dimension], len(output)


# ------------------------------------------------------------------------------------------------------- what it says


def _layer(call: Call, before: float, lossy: bool) -> Layer:
    kind = type(call.module).__name__
    settings = call.module.extra_repr()
    return Layer(
        call.name or kind, kind, brief(settings), call.inputs, call.output, call.parameters, call.forward,
        call.backward, "; ".join(_problems(call, before, lossy)), call.size,
    )  # fmt: skip


def brief(settings: str) -> str:
    """A layer's settings in few characters: what is as usual left out, sizes as 3×3, sides as in → out.

    >>> brief("1, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1)")
    '1 → 8, kernel 3×3, padding 1×1'
    """
    said = re.sub(r"in_features=(\d+), out_features=(\d+)", r"\1 → \2", settings)
    said = re.sub(r"^(\d+), (\d+), kernel_size", r"\1 → \2, kernel_size", said)
    said = re.sub(
        r", (bias=True|padding=0|stride=\((1, )*1,?\)|stride=1|dilation=1|ceil_mode=False|inplace=True)", "", said
    )
    said = re.sub(r"\((\d+), (\d+)\)", r"\1×\2", said)
    return said.replace("kernel_size=", "kernel ").replace("padding=", "padding ").replace("inplace=True", "")[:200]


def _problems(call: Call, before: float, lossy: bool) -> Iterator[str]:
    if call.forward is not None and call.forward.bad:
        yield f"{call.forward.bad:,} values NaN or infinite"
    if call.units is not None and call.units[0]:
        dead, units, examples = call.units
        yield f"{dead} of {units} units dead: 0 for all {examples} examples"
    if not lossy or call.forward is None:
        return
    if call.backward is None:
        yield "no gradient arrives"
    elif call.backward.bad:
        yield f"gradient: {call.backward.bad:,} values NaN or infinite"
    elif call.backward.norm == 0:
        yield "gradient 0: nothing arrives"
    elif before and not before / FAR <= call.backward.norm <= before * FAR:
        word = "vanishes" if call.backward.norm < before else "explodes"
        share = call.backward.norm / before
        yield f"gradient {word}: {share:.1e} × the last"
