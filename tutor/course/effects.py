"""What a cell reads, binds and changes, as far as its syntax tree tells; in doubt, that it cannot be told."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

ARGUMENT, SELF = "·argument", "·self"
"""What a function was given, and the object that a method is of, as origins of its variables."""
ANY_FILE = "any file"
"""What a program reads and writes, as a variable; that of a single file is its name in quotes."""
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Piece:
    """What some code does when it runs: a cell, or the body of a function or class when that is called."""

    reads: set[str] = field(default_factory=set)
    """Variables that may be read as they were before."""
    changes: set[str] = field(default_factory=set)
    """Variables whose objects it may change."""
    stores: set[str] = field(default_factory=set)
    """Variables of which it may change an item: of a list or dictionary that changes no object in it."""
    backward: set[str] = field(default_factory=set)
    """Variables from which gradients are sent back: to whatever keeps some, which numbers alone do not."""
    steps: set[str] = field(default_factory=set)
    """Variables of which a method of optimizers is called: it changes what they train, and no numbers alone."""
    passed: set[str] = field(default_factory=set)
    """Variables that are handed to something."""
    returns: set[str] = field(default_factory=set)
    """Variables whose objects what it returns may share, or hold."""
    paths: set[str] = field(default_factory=set)
    """What it takes from modules, as dotted paths."""
    holds: bool = False
    """Whether something that was handed to it may be held by something else afterwards."""
    forks: list[Piece] = field(default_factory=list)
    """What happens in processes of its own: it changes no variable here, but files."""
    begins: str = ""
    """For what happens in such a process: the function that is called there before anything else, if that is known."""
    seeds: bool = False
    """Whether it seeds torch's generator before it can draw from it."""
    writes: set[str] = field(default_factory=set)
    """Variables that what it changes was computed from, among which may be the paths of files."""
    opened: set[frozenset[str]] = field(default_factory=set)
    """What was taken for the path of a file, each as the variables that it was computed from."""
    unclear: str = ""
    """Why what it does cannot be told; '' where it can."""
    unclear_here: str = ""
    """Why what it does to its own process cannot be told; '' where it can."""

    def add(self, more: Piece, reads: set[str] | None = None) -> None:
        """What other code does besides; `reads` is what it reads where that is not all that stands there."""
        self.reads |= more.reads if reads is None else reads
        for kind in ("changes", "stores", "backward", "steps", "passed", "paths", "writes", "opened"):
            getattr(self, kind).update(getattr(more, kind))
        self.forks += more.forks
        self.holds = self.holds or more.holds
        self.unclear = self.unclear or more.unclear
        self.unclear_here = self.unclear_here or more.unclear_here


@dataclass
class Effects(Piece):
    """What a cell does to names: which it uses, binds and changes."""

    binds: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
    """Those variables that it gives a value in any case, and reads only then."""
    origins: dict[str, set[str]] = field(default_factory=dict)
    """For a variable: those whose objects it may share, or hold."""
    graph: dict[str, set[str]] = field(default_factory=dict)
    """For a variable: those that it was computed from in any way, so that gradients may be sent back to them."""
    sources: dict[str, Piece] = field(default_factory=dict)
    """For a variable: what it was made by, as far as that may matter when it is called."""
    held: dict[str, Piece] = field(default_factory=dict)
    """For a variable: what it may have been given to hold, as far as that may matter when it is called."""
    altered: set[str] = field(default_factory=set)
    """Variables of which an attribute is given a value: of a function or class, too."""
    bodies: dict[str, Piece] = field(default_factory=dict)
    """For a function or class: what it does when it is called."""
    uncalled: set[str] = field(default_factory=set)
    """Its functions that it only makes, or has called in processes of their own."""
    aside: set[str] = field(default_factory=set)
    """Variables that may be read as they were before, but only there or by whoever calls those functions."""
    files: dict[str, str] = field(default_factory=dict)
    """For a variable that is the path of a file: that file."""
    settles: set[str] = field(default_factory=set)
    """Files, or variables that are their paths, that it writes or takes away before it reads anything."""
    data: dict[str, set[str]] = field(default_factory=dict)
    """Variables that are nothing but numbers, provided that those they were made of are."""
    scalars: dict[str, set[str]] = field(default_factory=dict)
    """Variables whose value is a single thing that nobody can change, a number or a text, provided that those they were
    made of are."""
    mutable: set[str] = field(default_factory=set)
    """Variables whose value may be something that can be changed."""
    other: set[str] = field(default_factory=set)
    """Variables that may be anything."""
    trained: set[str] = field(default_factory=set)
    """Variables of whose numbers a parameter is made, or for which gradients are asked."""
    keeping: set[str] = field(default_factory=set)
    """Functions whose defaults may be something that can be changed, and is there again at the next call."""
    iterators: set[str] = field(default_factory=set)
    """Variables that are another thing once they were read."""
    lists: dict[str, bool] = field(default_factory=dict)
    """Whether a variable is a list or dictionary that the code itself has made, and nothing else."""
    threads: int | None = None
    """How many threads it leaves torch with by a statement of its own, whatever comes before that."""


def modules_of(sources: Iterable[str]) -> tuple[dict[str, str], frozenset[str]]:
    """The dotted path of each name that the cells import, and the names of the methods that their classes have."""
    found: dict[str, str] = {}
    methods: set[str] = set()
    for source in sources:
        imported, defined = _modules_of(source)
        found |= imported
        methods |= defined
    return found, frozenset(methods)


@lru_cache(maxsize=512)
def _modules_of(source: str) -> tuple[dict[str, str], frozenset[str]]:
    found: dict[str, str] = {}
    methods: set[str] = set()
    for node in ast.walk(parsed(source) or ast.Module([], [])):
        if isinstance(node, ast.Import):
            for one in node.names:
                root = one.name.partition(".")[0]
                found[one.asname or root] = one.name if one.asname else root
        elif isinstance(node, ast.ImportFrom):
            found |= {one.asname or one.name: f"{node.module or ''}.{one.name}" for one in node.names}
        elif isinstance(node, ast.ClassDef):
            methods |= {one.name for one in node.body if isinstance(one, FUNCTION)}
    return found, frozenset(methods)


@lru_cache(maxsize=512)
def parsed(source: str) -> ast.Module | None:
    """The syntax tree; None for what is no Python."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
