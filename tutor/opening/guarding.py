"""Code around other code that goes on where that finds something missing, or asks first whether it is there."""

from __future__ import annotations

import ast
import re

from tutor.opening.paths import dotted

_MISSING = (
    "ImportError",
    "ModuleNotFoundError",
    "FileNotFoundError",
    "OSError",
    "NameError",
    "IndexError",
    "Exception",
)
ELSEWHERE = re.compile(r"^(?!.*get_ipython\(\))(?!.*argv\[).*(?:ipython|IPython|IPYTHON|\bargv\b)", re.DOTALL)
"""What asks whether it is IPython that runs it, or whether there are arguments: neither is so in a cell."""


def goes_on(handler: ast.ExceptHandler) -> bool:
    """Whether it goes on without a module, a file or a name: what is tried then needs none."""
    return _is_missing(ast.unparse(handler.type) if handler.type is not None else "Exception")


def suppresses(item: ast.withitem) -> bool:
    """The same of `with suppress(…):`."""
    call = item.context_expr
    return isinstance(call, ast.Call) and dotted(call.func).endswith("suppress") and _is_missing(ast.unparse(call))


def _is_missing(caught: str) -> bool:
    return any(name in caught for name in _MISSING)
