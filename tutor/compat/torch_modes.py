"""How torch redefines its own functions: modes, classes with `__torch_function__`, tracing and functorch.

What the tutor asks of a tensor is asked past all of these, which cannot be done otherwise: where torch lacks one of
these names, the import fails and says which.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch

MODULES = ("torch._C", "torch._C._nn", "torch._VF")
"""Where torch keeps what its public names stand for."""

past_subclasses: Callable[[], AbstractContextManager[object]] = torch._C.DisableTorchFunctionSubclass
"""Inside, a `__torch_function__` of a tensor's class is not asked."""
past_functions: Callable[[], AbstractContextManager[object]] = torch._C.DisableTorchFunction
"""Inside, no `__torch_function__` is asked, neither of a class nor of a mode."""
past_dispatch: Callable[[], AbstractContextManager[object]] = torch._C._DisableTorchDispatch
"""Inside, no `__torch_dispatch__` is asked."""

is_tracing: Callable[[], bool] = torch._C._is_tracing
"""Whether what runs is recorded by torch.jit.trace."""
is_wrapped: Callable[[torch.Tensor], bool] = torch._C._functorch.is_functorch_wrapped_tensor
"""Whether a tensor stands for many, as within torch.vmap, or is being differentiated by torch.func."""

_functions, _dispatches = torch._C._len_torch_function_stack, torch._C._len_torch_dispatch_stack


def modes() -> tuple[int, int]:
    """How many modes are switched on that redefine torch's functions, and how many that redefine its operations."""
    return _functions(), _dispatches()


def fact(tensor: Any, name: str) -> Any:
    """An attribute of a tensor as torch itself knows it, past properties and a `__torch_function__` of its class."""
    with past_subclasses():
        return getattr(torch._C.TensorBase, name).__get__(tensor)
