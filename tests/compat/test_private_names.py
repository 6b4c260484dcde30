"""Names that Textual, Rich, plotext, pytest and torch keep to themselves are used in tutor.compat and nowhere else."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path
from textwrap import dedent

import tutor.ui

TUTOR = Path(__file__).parents[2] / "tutor"
FOREIGN = ("textual", "rich", "plotext", "pytest", "_pytest", "pluggy", "torch")
PYTHONS_OWN = {
    *("_exit", "_getframe", "_replace"),  # documented, for all that their names say
    *("_config", "_forkserver", "_forkserver_alive_fd", "_preload_modules"),  # of multiprocessing, in session.workers
}
MADE_WITH_THE_CLASS = re.compile(
    r"_(decorated_handlers|reactives|inherit_\w+|css_type_names?|merged_bindings|computes|abc_impl|default_virtual_size)"
)
"""What Textual and Python put into a class when it is defined; a default for each reactive of it."""


@cache
def modules() -> list[tuple[str, ast.Module]]:
    found = []
    for path in sorted(TUTOR.rglob("*.py")):
        where = path.relative_to(TUTOR)
        if where.parts[0] not in ("compat", "template"):
            found.append((str(where), ast.parse(path.read_text(encoding="utf-8"))))
    return found


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_no_private_module_or_name_is_imported() -> None:
    found = []
    for where, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                names = [f"{node.module}.{one.name}" for one in node.names]
            elif isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            else:
                continue
            found += [
                f"tutor/{where}:{node.lineno}: {name}"
                for name in names
                if name.partition(".")[0] in FOREIGN and any(private(part) for part in name.split("."))
            ]
    assert not found, "take it through a module of tutor.compat: " + "; ".join(found)


def test_no_private_attribute_is_used_that_is_not_the_tutors_own() -> None:
    trees = modules()
    own = PYTHONS_OWN.copy()
    for _, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                own.add(node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                own.update([node.attr] if isinstance(node.value, ast.Name) and node.value.id == "self" else [])
    found = [
        f"tutor/{where}:{node.lineno}: {ast.unparse(node)}"
        for where, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and private(node.attr) and node.attr not in own
    ]
    assert not found, "take it through a module of tutor.compat: " + "; ".join(found)


def screens_and_widgets() -> list[type]:
    names = [one.name for one in pkgutil.walk_packages(tutor.ui.__path__, "tutor.ui.")]
    return [
        kind
        for name in names
        for kind in vars(importlib.import_module(name)).values()
        if inspect.isclass(kind) and kind.__module__ == name and any(map(textuals, kind.__mro__))
    ]


def textuals(kind: type) -> bool:
    return kind.__module__.partition(".")[0] in ("textual", "rich")


@cache
def assigned(kind: type) -> frozenset[str]:
    """The names that a class's own body assigns on `self`."""
    return frozenset(
        node.attr
        for node in ast.walk(ast.parse(dedent(inspect.getsource(kind))))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    )


def test_nothing_of_a_screen_or_widget_takes_a_private_name_of_textuals() -> None:
    taken = []
    kinds = screens_and_widgets()
    assert len(kinds) > 40
    for kind in kinds:
        theirs = {name for base in filter(textuals, kind.__mro__) for name in {*vars(base), *assigned(base)}}
        both = ({*vars(kind)} | assigned(kind)) & theirs
        taken += [
            f"{kind.__name__}.{name}" for name in both if private(name) and not MADE_WITH_THE_CLASS.fullmatch(name)
        ]
    assert not taken, "changed, and kept by Textual for itself: " + ", ".join(sorted(taken))
