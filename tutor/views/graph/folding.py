"""A graph made small enough to be seen: what a module of torch.nn did becomes one node, far ends are counted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tutor.views.graph.data import GraphEdge, GraphNode, GraphView
from tutor.views.graph.make import SYMBOLS, Graph, Node, saved_tensors, users
from tutor.views.numbers import shape_text, short
from tutor.views.reading import empty, readable, sizes, unlike

DRAWN = 60
"""No more nodes than this are sent."""
FEW = 40
"""With more than this, parameters are folded into their module."""
_SHAPE_ONLY = {
    "T",
    "Transpose",
    "Permute",
    "View",
    "UnsafeView",
    "ReshapeAlias",
    "Expand",
    "Unsqueeze",
    "Squeeze",
    "Alias",
}


def graph_view(graph: Graph) -> tuple[GraphView, dict[Node, int], list[tuple[Node, int]]]:
    """The view; the place in it of each node of autograd's that is there; and the (node, slot) of each of its edges."""
    _label(graph)
    groups = _groups(graph)
    many = len(set(groups.values())) > FEW
    keep, left_out = _kept(graph, groups, fold_parameters=many)
    places: dict[Node, int] = {}
    nodes: list[GraphNode] = []
    for node in keep:
        first = groups.get(node, node)
        if first not in places:
            places[first] = len(nodes)
            nodes.append(_node(first, graph, [one for one in keep if groups.get(one) is first]))
        places[node] = places[first]
    edges, owners = _edges(keep, places, nodes, many=many)
    counts = tuple(graph.operations().most_common(12))
    made = GraphView(
        nodes=tuple(nodes), edges=tuple(edges), count=len(graph.nodes), left_out=left_out, counted=graph.counted,
        operations=counts,
    )  # fmt: skip
    return made, places, owners


# ------------------------------------------------------------------------------------------------------- modules


def _label(graph: Graph) -> None:
    """Mark the nodes that a module of torch.nn made, by the parameters that they use."""
    owners = {
        id(parameter): path
        for path, module in graph.names.modules.items()
        if type(module).__module__.startswith("torch.nn")
        for parameter in module.parameters(recurse=False)
    }
    used = users(graph.nodes)
    for leaf in graph.nodes:
        path = owners.get(id(leaf.variable), "") if leaf.variable is not None else ""
        waiting = [leaf] if path else []
        while waiting:
            for user in used.get(waiting.pop(), ()):
                if user.module:
                    continue
                if user.operation in _SHAPE_ONLY:
                    user.module = path
                    waiting.append(user)
                elif len(user.operands) > 1 or user.operation == "Embedding":  # no mere penalty on the parameter
                    user.module = path
    for node in reversed(graph.nodes):  # between two of one module's operations, what only changes the shape is its own
        inner = [one for one in node.operands if one is not None]
        between = node.operation in _SHAPE_ONLY and not node.module and len(inner) == 1 and bool(inner[0].module)
        if between and used.get(node) and all(user.module == inner[0].module for user in used[node]):
            node.module = inner[0].module


def _groups(graph: Graph) -> dict[Node, Node]:
    """Each node with the one that stands for it: the last operation of its module, or itself."""
    groups: dict[Node, Node] = {}
    used = users(graph.nodes)
    for node in graph.nodes:
        same = [groups[user] for user in used.get(node, ()) if node.module and user.module == node.module]
        groups[node] = same[0] if same else node
    return groups


def _kept(graph: Graph, groups: Mapping[Node, Node], *, fold_parameters: bool) -> tuple[list[Node], int]:
    """The nodes that are drawn, as many as there is room for, the result's end first; and how many are left out."""
    used = users(graph.nodes)
    kept: list[Node] = []
    left_out = 0
    seen: set[Node] = set()
    for node in graph.nodes:
        first = groups[node]
        if fold_parameters and node.variable is not None and all(user.module for user in used.get(node, ())):
            continue
        if first not in seen and len(seen) >= DRAWN:
            left_out += 1
            continue
        seen.add(first)
        kept.append(node)
    return kept, left_out


def _edges(
    keep: Sequence[Node], places: dict[Node, int], nodes: list[GraphNode], *, many: bool
) -> tuple[list[GraphEdge], list[tuple[Node, int]]]:
    """The edges between what is kept; constants, and stubs for what is not kept, become nodes."""
    edges, owners = [], []
    stub: dict[int, int] = {}
    for node in keep:
        for slot, operand in enumerate(node.operands):
            if operand is None:
                continue
            if operand.function is None:
                if many:
                    continue
                place = len(nodes)
                nodes.append(_constant(operand))
            elif operand in places:
                place = places[operand]
            elif operand.variable is not None and node.module:
                continue
            else:
                place = stub.setdefault(places[node], len(nodes))
                if place == len(nodes):
                    nodes.append(GraphNode("rest", "…", "", None, ""))
            if place > places[node]:  # the same place is inside a module
                edges.append(GraphEdge(places[node], place, slot))
                owners.append((node, slot))
    return edges, owners


# ----------------------------------------------------------------------------------------------------------- nodes


def _node(node: Node, graph: Graph, group: Sequence[Node]) -> GraphNode:
    if node.variable is not None:
        return GraphNode("leaf", "", node.name or "leaf", node.shape, _value(node.variable))
    if node.module:
        module = graph.names.modules[node.module]
        inside = tuple(one for part in group for one in _saved(part))
        return GraphNode(
            "module", f"{node.module} {type(module).__name__}", node.name, node.shape, _value(node.value), inside
        )
    label = SYMBOLS.get(node.operation, node.operation.lower())
    return GraphNode("operation", label, node.name, node.shape, _value(node.value), _saved(node))


def _constant(node: Node) -> GraphNode:
    return GraphNode("constant", "", node.name, node.shape, _value(node.variable))


def _saved(node: Node) -> tuple[str, ...]:
    if node.variable is not None or node.function is None:
        return ()
    return tuple(
        f"{name} {_value(tensor) or shape_text(tensor.shape)}" for name, tensor in saved_tensors(node.function)
    )


def _value(tensor: Any) -> str:
    """The number of a tensor of one element."""
    if tensor is None or unlike(tensor) or empty(tensor) or math.prod(sizes(tensor)) != 1:
        return ""
    return short(readable(tensor).item())
