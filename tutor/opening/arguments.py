"""What a program wants from its command line, of which a cell has none."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tutor.opening.paths import calls, dotted

_OPTIONAL = ("?", "*")
_PARSING = ("parse_args", "parse_known_args")


def required(trees: Iterable[ast.AST]) -> tuple[str, ...]:
    """The arguments without which argparse ends the program, as they are written: 'data', '--epochs'."""
    return tuple(
        name
        for tree in trees
        for call in calls(tree)
        if dotted(call.func).endswith("add_argument") and (name := _required(call)) is not None
    )


def _required(call: ast.Call) -> str | None:
    named = {word.arg: word.value for word in call.keywords}
    match call.args[:1]:
        case [ast.Constant(value=str(name))] if name.startswith("-"):
            needed = isinstance(found := named.get("required"), ast.Constant) and found.value is True
        case [ast.Constant(value=str(name))]:
            count = named.get("nargs")
            needed = not (isinstance(count, ast.Constant) and count.value in _OPTIONAL)
        case _:
            return None
    return name if needed and "action" not in named else None


def reads(call: ast.Call) -> bool:
    """Whether it reads the arguments that the program was started with."""
    return dotted(call.func).rpartition(".")[2] in _PARSING and not call.args and not call.keywords


def taken(node: ast.Subscript) -> str:
    """What to say where this takes an argument by its place; '' where it takes none."""
    match node:
        case ast.Subscript(ast.Attribute(ast.Name("sys"), "argv"), ast.Constant(int(place))) if place > 0:
            does = f"It needs an argument of a command line (sys.argv[{place}]), and a cell has none"
            return f"{does}: write a value in its place."
    return ""
