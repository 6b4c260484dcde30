"""A cell with the CPU in place of CUDA: the device's name, `.cuda()`, `torch.cuda.synchronize`, and nothing else."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache

_CUDA = re.compile(r"cuda(?::\d+)?")
BY_CPU = frozenset(("synchronize", "current_device", "current_stream", "set_device", "stream", "Stream"))
"""Of torch.cuda, what torch.cpu has by the same name."""


@lru_cache(maxsize=1024)
def on_cpu(source: str) -> str:
    """The source as it runs on the CPU; as long as it was in lines, and as it was where it is no Python."""
    if "cuda" not in source:
        return source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    lines = [line.encode() for line in source.split("\n")]
    changes: list[tuple[int, int, int, bytes]] = []
    compared = {
        id(one) for node in ast.walk(tree) if isinstance(node, ast.Compare) for one in (node.left, *node.comparators)
    }  # `if device == "cuda":` is about what it is, and must not become true
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(value)) if _CUDA.fullmatch(value) and id(node) not in compared:
                changes.append((node.lineno, node.col_offset, node.end_col_offset or 0, b'"cpu"'))
            case ast.Call(func=ast.Attribute(attr="cuda") as method) if _one_line(node) and _is_of_a_value(method):
                begin = (method.value.end_lineno or node.lineno, method.value.end_col_offset or 0)
                if begin[0] == node.end_lineno:
                    changes.append((begin[0], begin[1], node.end_col_offset or 0, b".cpu()"))
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="torch"), attr="cuda") as module, attr=name):
                if name in BY_CPU and module.lineno == module.end_lineno:
                    changes.append((module.lineno, module.col_offset, module.end_col_offset or 0, b"torch.cpu"))
    outermost = [one for one in changes if not any(_holds(other, one) for other in changes)]
    for line, left, right, new in sorted(outermost, reverse=True):
        lines[line - 1] = lines[line - 1][:left] + new + lines[line - 1][right:]
    return b"\n".join(lines).decode()


def _holds(outer: tuple[int, int, int, bytes], inner: tuple[int, int, int, bytes]) -> bool:
    return outer is not inner and outer[0] == inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2]


def _one_line(node: ast.Call) -> bool:
    """Whether what follows the value it is of is in one line."""
    return isinstance(node.func, ast.Attribute) and node.func.value.end_lineno == node.end_lineno


def _is_of_a_value(method: ast.Attribute) -> bool:
    """Not `torch.cuda(…)`, which there is not."""
    return not (isinstance(method.value, ast.Name) and method.value.id == "torch")
