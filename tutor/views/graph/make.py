"""The graph that autograd recorded, read from its nodes: operations, leaves with the learner's names, values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tutor.views.names import Names
from tutor.views.reading import empty, fact, is_tensor, readable, sizes, unlike

MOST = 100_000
"""Counting stops here."""
NEAR = 500
"""Names and values are looked up for so many nodes, those next to the result; no more of them are drawn."""
SYMBOLS = {
    "Add": "(+)", "Sub": "(−)", "Rsub": "(−)", "Mul": "(·)", "Div": "(/)", "Neg": "(−)", "Mm": "(@)", "Bmm": "(@)",
    "Mv": "(@)", "Dot": "(@)", "T": ".T",
}  # fmt: skip
_OPERANDS: dict[str, tuple[str, ...]] = {
    "Addmm": ("", "mat1", "mat2"), "Mm": ("self", "mat2"), "Bmm": ("self", "mat2"), "Mv": ("self", "vec"),
    "Pow": ("self", "exponent"), "Dot": ("self", "tensor"),
}  # fmt: skip
"""Which saved tensors are which operands; else 'self' and 'other'."""
_COMPUTED = {"Log": "log", "Exp": "exp", "Sin": "sin", "Cos": "cos", "Neg": "neg", "Mul": "mul", "Div": "div"}
"""Operations that do not save what they made, by the names of the functions of torch that make it again."""


@dataclass(eq=False)
class Node:
    """A node of autograd's, or a constant that it used."""

    function: Any
    """None for a constant."""
    number: int
    """Its place in the order of discovery, from the result on."""
    operands: list[Node | None] = field(default_factory=list)
    """None for an operand without a gradient of which nothing is known."""
    variable: Any = None
    """The tensor of a leaf or constant, where it is known."""
    value: Any = None
    """The tensor that the operation made, where it is known."""
    name: str = ""
    module: str = ""
    """The path of the module of torch.nn that it belongs to."""
    outputs: set[int] = field(default_factory=set)
    """Which outputs of the function are used."""

    @property
    def operation(self) -> str:
        """'Mul' for MulBackward0; '' for a leaf."""
        return operation(self.function) if self.function is not None and self.variable is None else ""

    @property
    def tensor(self) -> Any:
        """What it holds, as far as that is known: the leaf, or the result, without its graph."""
        known = self.variable if self.variable is not None else self.value
        return plain_of(known) if known is not None else None

    @property
    def shape(self) -> tuple[int, ...] | None:
        """The shape of what it made."""
        known = self.variable if self.variable is not None else self.value
        if known is not None:
            return None if unlike(known) else sizes(known)
        described = getattr(self.function, "_input_metadata", None)
        return tuple(int(size) for size in described[min(self.outputs, default=0)].shape) if described else None


class Graph:
    """The nodes from a tensor back to its leaves, the tensor's first, each before its operands."""

    def __init__(self, tensor: Any, names: Mapping[str, Any], view: str = "graph") -> None:
        """Raises ValueError where the tensor has no graph, TypeError on what is no tensor."""
        if not is_tensor(tensor):
            raise TypeError(f"{view}: this is a {type(tensor).__name__}; a tensor has a graph")
        if why := unlike(tensor):
            raise ValueError(f"{view}: this is a {type(tensor).__name__}, and {why}")
        function = fact(tensor, "grad_fn")
        if function is None and not fact(tensor, "requires_grad"):
            raise ValueError(
                f"{view}: this tensor has no graph. Nothing that it was computed from requires a gradient, "
                "or it was computed under torch.no_grad(), or detached."
            )
        self.names = Names(names)
        self._by_function: dict[int, Node] = {}
        self.counted = True
        self.root = self._node(function if function is not None else _accumulator(tensor))
        self.root.outputs.add(fact(tensor, "output_nr"))
        self.root.value = plain_of(tensor)
        self._discover()
        self.nodes = self._sorted()
        self._fill_in(tensor)

    def operations(self) -> Counter[str]:
        """How often each operation is in it."""
        return Counter(SYMBOLS.get(node.operation, node.operation.lower()) for node in self.nodes if node.operation)

    def _node(self, function: Any) -> Node:
        node = self._by_function.get(id(function))
        if node is None:
            variable = getattr(function, "variable", None)
            node = self._by_function[id(function)] = Node(function, len(self._by_function), variable=variable)
        return node

    def _discover(self) -> None:
        waiting = [self.root]
        for node in waiting:
            for function, output in getattr(node.function, "next_functions", ()):
                if function is None:
                    node.operands.append(None)
                    continue
                known = id(function) in self._by_function
                if not known and len(self._by_function) >= MOST:
                    self.counted = False
                    node.operands.append(None)
                    continue
                operand = self._node(function)
                operand.outputs.add(output)
                node.operands.append(operand)
                if not known:
                    waiting.append(operand)

    def _sorted(self) -> list[Node]:
        """Each node before its operands (Kahn 1962), the order of discovery where that leaves a choice."""
        waiting: Counter[int] = Counter()
        for node in self._by_function.values():
            waiting.update(operand.number for operand in node.operands if operand is not None)
        ordered, ready = [], [self.root]
        while ready:
            node = ready.pop()
            ordered.append(node)
            for operand in reversed([one for one in node.operands if one is not None]):
                waiting[operand.number] -= 1
                if not waiting[operand.number]:
                    ready.append(operand)
        return ordered

    # ----------------------------------------------------------------------------------------- names and values

    def _fill_in(self, tensor: Any) -> None:
        """Names of leaves and results; values from what is saved, then from what can be computed of them."""
        for node in self.nodes[:NEAR]:
            if node.variable is not None:
                node.name = self.names.of(node.variable)
                continue
            node.name = self.names.of_function(node.function)
            if (result := saved(node.function, "result")) is not None and node.value is None:
                node.value = result
            for slot, which in enumerate(operand_names(node)):
                kept = saved(node.function, which) if which else None
                if kept is not None and slot < len(node.operands):
                    self._give(node, slot, kept)
        self.root.name = self.names.of(tensor) or self.root.name
        for found, named in self.names.tensors_of(self._by_function):
            found.value = plain_of(named)
        for node in reversed(self.nodes[:NEAR]):
            self._compute(node)

    def _give(self, node: Node, slot: int, kept: Any) -> None:
        """An operand's value, from what the operation saved of it."""
        operand = node.operands[slot]
        if operand is None:
            node.operands[slot] = Node(None, -1, variable=kept, name=self.names.of_data(kept))
        elif operand.value is None and operand.variable is None and len(operand.outputs) == 1:
            operand.value = kept if not unlike(kept) and operand.shape in (None, sizes(kept)) else None

    def _compute(self, node: Node) -> None:
        """The value of what no operation saves: of sums, and of some more; and the constant in a sum."""
        import torch

        if node.operation not in ("Add", "Sub", *_COMPUTED):
            return
        known = [None if one is None else one.tensor for one in node.operands]
        if node.operation in _COMPUTED and node.value is None and known and all(one is not None for one in known):
            node.value = getattr(torch, _COMPUTED[node.operation])(*known)
        if node.operation not in ("Add", "Sub") or len(known) != 2:
            return
        sign = (-1 if node.operation == "Sub" else 1) * getattr(node.function, "_saved_alpha", 1)
        first, second = known
        if node.value is None and first is not None and second is not None:
            node.value = first + sign * second
        if node.value is None or node.value.numel() != 1:
            return
        if node.operands[0] is None and second is not None:
            self._give_constant(node, 0, node.value - sign * second)
        elif node.operands[1] is None and first is not None:
            self._give_constant(node, 1, (node.value - first) / sign)

    def _give_constant(self, node: Node, slot: int, value: Any) -> None:
        node.operands[slot] = Node(None, -1, variable=value, name=self.names.of_number(value))


def operation(function: Any) -> str:
    """'Mul' for MulBackward0."""
    return str(function.name()).rpartition("::")[2].partition("Backward")[0]


def operand_names(node: Node) -> tuple[str, ...]:
    """By operand, the name under which the operation saves it."""
    return _OPERANDS.get(node.operation, ("self", "other"))


def saved(function: Any, which: str) -> Any:
    """A tensor that an operation saved; None where it saved none, or backward has let go of it."""
    try:
        found = getattr(function, f"_saved_{which}", None)
    except RuntimeError:  # freed by a backward, or changed in place since
        return None
    return plain_of(found) if is_tensor(found) else None


def saved_tensors(function: Any) -> Iterator[tuple[str, Any]]:
    """All tensors that an operation saved, by name."""
    for attribute in dir(function):
        if attribute.startswith("_saved_") and (found := saved(function, attribute[7:])) is not None:
            yield attribute[7:], found


def users(nodes: Iterable[Node]) -> dict[Node, list[Node]]:
    """The operations that used each node, once for every time."""
    used: dict[Node, list[Node]] = {}
    for node in nodes:
        for operand in node.operands:
            if operand is not None:
                used.setdefault(operand, []).append(node)
    return used


def _accumulator(leaf: Any) -> Any:
    """The node at which a leaf's gradient gathers."""
    import torch

    from tutor.compat.torch_modes import past_subclasses

    with past_subclasses(), torch.enable_grad():
        seen: Any = torch.Tensor.view_as(leaf, leaf)
        return seen.grad_fn.next_functions[0][0]


def plain_of(tensor: Any) -> Any:
    """A tensor's values for a node, without graph or class; None where it has none, or does not let them be read."""
    if unlike(tensor) or empty(tensor):
        return None
    try:
        return readable(tensor)
    except Exception:  # what its class raises
        return None
