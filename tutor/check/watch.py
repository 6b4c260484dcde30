"""Looking at the way to a result: which functions of torch ran, on which tensors, and what graph they left."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from tutor.check.failure import Mistake, listed

_NOT_THEIRS = (str(Path(torch.__file__).parent), str(Path(__file__).parent), str(Path(os.__file__).parent), "<")
"""Files whose lines are not counted as the learner's: torch's, these, and Python's own."""


@dataclass(frozen=True)
class TorchCall:
    """One call of a function of torch, or of a method of a tensor."""

    name: str
    """As one writes it after the last dot: 'matmul', 'backward', 'cross_entropy'. Operators have the names of their
    methods ('__add__', '__matmul__')."""
    arguments: tuple[object, ...]
    options: dict[str, object]
    result: object

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """The tensors among the arguments, in order."""
        return tuple(one for one in (*self.arguments, *self.options.values()) if isinstance(one, Tensor))


@dataclass
class CallRecord:
    """What ran inside `recorded()`, in order."""

    calls: list[TorchCall] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the calls."""
        return [call.name for call in self.calls]

    def called(self, *names: str) -> bool:
        """Whether any of these ran."""
        return any(call.name in names for call in self.calls)

    def count(self, *names: str) -> int:
        """How often these ran, together."""
        return sum(call.name in names for call in self.calls)


class _Recorder(TorchFunctionMode):
    """Writes every call into a record; with `before`, shows it what is about to run."""

    def __init__(self, record: CallRecord, before: Callable[[TorchCall], None] | None) -> None:
        super().__init__()
        self._record = record
        self._before = before

    def __torch_function__(
        self, func: Any, types: object, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        del types
        name = getattr(func, "__name__", "")
        if name == "__get__":  # reading .grad, .shape or .T comes as a call of the property's getter
            name = getattr(getattr(func, "__self__", None), "__name__", "")
        if self._before is not None:
            self._before(TorchCall(name, args, kwargs or {}, None))
        result = func(*args, **(kwargs or {}))
        self._record.calls.append(TorchCall(name, args, kwargs or {}, result))
        return result


@contextmanager
def recorded(before: Callable[[TorchCall], None] | None = None) -> Iterator[CallRecord]:
    """Record the functions of torch that run inside, those called by other functions of torch not included.

    `before` is shown each call before it runs, and may raise.
    """
    record = CallRecord()
    with _Recorder(record, before):
        yield record


def calls(run: Callable[[], object], *names: str, instead: str = "") -> None:
    """Raise `Mistake` unless `run()` calls one of these functions of torch. `instead`: what to say then."""
    with recorded() as record:
        run()
    if not record.called(*names):
        raise Mistake(f"Your code does not call {listed([f'{name}()' for name in names], 'or')}.", instead)


def avoids(run: Callable[[], object], *names: str, because: str = "") -> None:
    """Raise `Mistake` if `run()` calls one of these functions of torch. `because`: what to say then."""
    with recorded() as record:
        run()
    used = [f"{name}()" for name in names if record.called(name)]
    if used:
        raise Mistake(f"Your code calls {listed(used)}.", because)


def no_python_loop_over(
    run: Callable[[int], object], what: str = "the rows", *, sizes: tuple[int, int] = (4, 32)
) -> None:
    """Raise `Mistake` if the work that `run(n)` does in Python grows with n.

    `run` calls the learner's code on an input of size n. Lines of Python and calls of torch are counted for both
    sizes; code without a loop does the same number of them whatever the size.
    """
    (few, few_calls), (many, many_calls) = (_effort(run, size) for size in sizes)
    growth = (sizes[1] - sizes[0]) // 2
    if many - few >= growth or many_calls - few_calls >= growth:
        took = f"{few} lines of Python, for {sizes[1]} of them {many}"
        if many - few < growth:
            took = f"{few_calls} operations of torch, for {sizes[1]} of them {many_calls}"
        raise Mistake(
            f"Your code goes through {what} one at a time: for {sizes[0]} of them it took {took}.",
            "Each turn of a Python loop costs about as much as a whole tensor operation.",
            "Look for one operation that does all of them at once.",
        )


def _effort(run: Callable[[int], object], size: int) -> tuple[int, int]:
    """Lines of Python outside torch, and calls of torch, that `run(size)` takes."""
    lines = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal lines
        if frame.f_code.co_filename.startswith(_NOT_THEIRS):
            return None
        lines += event in ("call", "line")
        return trace

    with recorded() as record:
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            run(size)
        finally:
            sys.settrace(before)
    return lines, len(record.calls)


# ------------------------------------------------------------------------------------------------------------- graph


def graph(result: Tensor) -> list[str]:
    """The names of the nodes of the graph that `result` was computed by, from its end: 'AddBackward0' and so on."""
    return [type(node).__name__ for node in _nodes(result)]


def leaves(result: Tensor) -> list[Tensor]:
    """The tensors at which the graph of `result` begins and at which gradients gather."""
    if result.grad_fn is None:
        return [result] if result.requires_grad else []
    return [node.variable for node in _nodes(result) if hasattr(node, "variable")]


def depends_on(result: Tensor, leaf: Tensor) -> bool:
    """Whether a gradient flows from `result` to `leaf`."""
    return any(one is leaf for one in leaves(result))


def uses_autograd(result: object, what: str = "the result", **inputs: Tensor) -> None:
    """Raise `Mistake` unless a gradient flows from `result` back to each of the named inputs."""
    if not isinstance(result, Tensor) or (result.grad_fn is None and not result.requires_grad):
        raise Mistake(
            f"{what} has no graph behind it, so backward() cannot start from it.",
            "The graph ends where a value leaves torch or autograd: .item(), .data, .detach(), .numpy(), a new "
            "torch.tensor(…), or torch.no_grad().",
            f"Look at how {what} is computed.",
        )
    for name, leaf in inputs.items():
        if not depends_on(result, leaf):
            raise Mistake(
                f"No gradient flows from {what} to {name}.",
                f"Either {name} is not used, or the path from it is cut by .item(), .data, .detach() or no_grad().",
            )


def _nodes(result: Tensor) -> Iterator[Any]:
    """Each node of a graph once, from its end."""
    waiting, seen = [result.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        yield node
        waiting.extend(following for following, _ in node.next_functions)
