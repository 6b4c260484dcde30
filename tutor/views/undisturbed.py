"""Looking at a model without a trace: what a look must not change is put back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def parameters(model: Any) -> Iterator[Any]:
    """All parameters and buffers of a module."""
    yield from model.parameters()
    yield from model.buffers()


@contextmanager
def undisturbed(model: Any, *, evaluating: bool = False) -> Iterator[None]:
    """Inside, the model may be called; afterwards its modes, its buffers and the random numbers are as before.

    `evaluating` puts a module into evaluation mode meanwhile. A plain function is called as it is; the random numbers
    are put back after it too. Raises ValueError on a module of lazy layers that were never called: to call them is to
    change them.
    """
    import torch

    if isinstance(model, torch.nn.Module) and any(map(torch.nn.parameter.is_lazy, parameters(model))):
        raise ValueError(
            f"this {type(model).__name__} has layers whose parameters are made by their first call: call it once with "
            "data, as in model(x), before it is shown"
        )
    state = torch.get_rng_state()
    others = torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else None
    modes: list[tuple[Any, bool]] = []
    buffers: list[tuple[Any, Any]] = []
    if isinstance(model, torch.nn.Module):
        modes = [(module, module.training) for module in model.modules()]
        if evaluating:
            model.eval()
        else:  # in training mode batch normalization writes down what it sees
            buffers = [(buffer, buffer.detach().clone()) for buffer in model.buffers()]
    try:
        yield
    finally:
        for module, training in modes:
            module.training = training
        with torch.no_grad():
            for buffer, before in buffers:
                buffer.copy_(before)
        torch.set_rng_state(state)
        if others is not None:
            torch.cuda.set_rng_state_all(others)
