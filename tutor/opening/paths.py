"""The names of files in a program, as far as they are known before it runs."""

from __future__ import annotations

import ast
import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path

import msgspec

from tutor.opening.source import words

UNKNOWN = "{}"
"""What stands for a part of a name that only the run tells."""
_READING = words(
    "open torch.load np.load numpy.load Image.open PIL.Image.open torchaudio.load torch.jit.load torch.export.load",
)
_READERS = words("loadtxt genfromtxt read_csv read_json read_parquet read_image imread ImageFolder load_library")
"""What reads the file or folder that it is told the name of: by their paths, and by their names in any module."""
_NAMING = ("root", "path", "file", "f", "fp", "fname", "filename", "filepath_or_buffer")
"""Parameters by which it is told."""
MAKING = words(
    "open makedirs mkdir mkdirs save savefig dump SummaryWriter urlretrieve Path PurePath join print remove rmtree",
    "exists isdir isfile download_url download_and_extract_archive extractall to_csv imsave write_image unlink format",
    "write_text write_bytes touch is_file is_dir",
)
"""What makes or asks for what it names, or may."""
_SAYING = words("Path PurePath join print format")
"""Of these, what does nothing with a file."""
_UNKNOWN = re.compile(r"%[-#0 +]*[\d.]*[a-zA-Z]|\{[^{}]*\}|\*+|\?")
"""What stands for such a part: in a name, in a format, or in a pattern."""
_METHODS = ("open", "read_text", "read_bytes")
"""Of a path, what reads the file."""
_MODE = re.compile(r"[rwxabtU+]{1,4}")
_HERE = re.compile(
    r"(?:\w+\.)*(?:Path\(__file__\)(?:\.(?:resolve|absolute)\(\))?\.parent|dirname\((?:[\w.]+\()?__file__\)+)"
)
"""The folder of the file itself."""
_JOINING = frozenset(("os.path.join", "path.join", "osp.join", "Path", "pathlib.Path", "PurePath", "pathlib.PurePath"))
_MOST = 300
"""Characters of a name; longer ones are texts."""


def dotted(node: ast.expr) -> str:
    """'torch.hub.load' as it is written; '.load' for a method of what has no name; '' for what is called otherwise."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) or parts:
        parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))


def text(node: ast.expr | None, names: Mapping[str, str]) -> str | None:
    """The text that an expression leads to, with `UNKNOWN` for what is not known of it; None where its beginning is
    not. `names` are those that stand for a text."""
    match node:
        case ast.Attribute(attr="parent") | ast.Call(func=ast.Attribute(attr="dirname") | ast.Name(id="dirname")):
            return "." if _HERE.fullmatch(ast.unparse(node)) else None
        case ast.Constant(value=str(value)):
            return value if len(value) < _MOST and "\n" not in value else None
        case ast.Name(id=name):
            return names.get(name)
        case ast.JoinedStr(values=values):
            return _joined("", values, names)
        case ast.FormattedValue(value=value, format_spec=None):
            return text(value, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined("", (left, right), names)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _joined("/", (left, right), names)
        case ast.BinOp(left=left, op=ast.Mod()):
            return text(left, names)
        case ast.Call(func=ast.Attribute(value=value, attr="format")):
            return text(value, names)
        case ast.Call(
            func=ast.Attribute(value=value, attr="resolve" | "absolute" | "expanduser" | "as_posix"), args=[]
        ):
            return text(value, names)
        case ast.Call(func=called, args=[_, *_] as parts) if dotted(called) in _JOINING:
            return _joined("/", parts, names)
        case ast.Call(func=ast.Name(id="str"), args=[value]):
            return text(value, names)
    return None


def _joined(sign: str, parts: Iterable[ast.expr], names: Mapping[str, str]) -> str | None:
    said = [text(part, names) for part in parts]
    if not said or said[0] is None:
        return None
    whole = [UNKNOWN if one is None else one for one in said]
    return str(Path(*whole)) if sign else "".join(whole)


def named(body: Sequence[ast.stmt], around: Mapping[str, str], parameters: Iterable[str] = ()) -> dict[str, str]:
    """The texts that names stand for in these statements: of those that are given a value in one place only, and of
    those `around` that are given none here."""
    values = _values(body, parameters)
    known = {name: said for name, said in around.items() if name not in values}
    for name, value in values.items():
        if value is not None and (said := text(value, known)) is not None:
            known[name] = said
    return known


def _values(body: Sequence[ast.stmt], parameters: Iterable[str] = ()) -> dict[str, ast.expr | None]:
    """The names that are given a value in these statements, with that; None where there are several, or one that comes
    otherwise than by `name = value`."""
    values: dict[str, ast.expr | None] = dict.fromkeys(parameters)
    for node in body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            values[name] = None if name in values else node.value
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            values[node.name] = None
        elif not isinstance(node, ast.Expr):
            values |= dict.fromkeys(bound(node))
    return values


def within(node: ast.AST, around: Mapping[str, str]) -> Mapping[str, str]:
    """The texts that names stand for in the body of a function or a class; in anything else they are those `around`."""
    match node:
        case ast.FunctionDef(args=args, body=body) | ast.AsyncFunctionDef(args=args, body=body):
            return named(body, around, bound(args))
        case ast.ClassDef(body=body):
            return named(body, around)
    return around


def named_file(call: ast.Call, names: Mapping[str, str]) -> tuple[ast.expr | None, bool]:
    """What may be the name of a file in a call: the path that it is a method of, its first argument, or one that is
    called so; and whether the call reads a file of that name."""
    if isinstance(method := call.func, ast.Attribute) and method.attr in _METHODS and text(method.value, names):
        return method.value, not _writes(call)
    path = dotted(call.func)
    by_name = (word.value for name in _NAMING for word in call.keywords if word.arg == name)
    reads = path in _READING or path.rpartition(".")[2] in _READERS
    return call.args[0] if call.args else next(by_name, None), reads and not _writes(call)


def _writes(call: ast.Call) -> bool:
    """Whether a call of what is called `open` opens for writing."""
    path = dotted(call.func)
    if path.rpartition(".")[2] != "open":
        return False
    of_path = [] if path == "open" else call.args[:1]
    modes = [word.value for word in call.keywords if word.arg == "mode"] or call.args[1:2] or of_path
    said = {str(mode.value) for mode in modes if isinstance(mode, ast.Constant)}
    return any(_MODE.fullmatch(mode) and not set(mode).isdisjoint("wxa+") for mode in said)


def bound(*nodes: ast.AST) -> set[str]:
    """The names that are given a value anywhere within, parameters among them."""
    found: set[str] = set()
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.partition(".")[0])
    return found


def is_there(name: str, folder: Path) -> bool:
    """Whether there is something of this name, seen from the folder; for a part that is not known, anything does."""
    parts = Path(name).expanduser().parts
    known = list(takewhile(lambda part: not _UNKNOWN.search(part), parts))
    pattern = "/".join(_UNKNOWN.sub("*", part.replace("[", "[[]")) for part in parts[len(known) :])
    try:
        inside = folder.joinpath(*known)
        return inside.exists() if not pattern else any(True for _ in islice(inside.glob(pattern), 1))
    except (OSError, ValueError, RuntimeError):
        return False


_QUOTED = re.compile(r"(['\"])([^'\"\n]+)\1")


class Named(msgspec.Struct, frozen=True):
    """What a program does with the names of files, in all of it."""

    names: dict[str, str]
    """What names of the program stand for."""
    off: frozenset[str]
    """Those that stand for False, None, 0 or nothing: what is done only where one is true is not done."""
    readers: frozenset[str]
    """Its own functions and classes that make no files."""
    _made: frozenset[str]
    """What is given to what makes a file or a folder, or asks whether there is one."""
    _handed: frozenset[str]
    """What is given to what may do anything with it."""
    _elsewhere: frozenset[str]
    """Texts that stand anywhere but where a file is read: that may be where the file is made."""
    _twice: frozenset[str]
    """Texts that stand in more than one place."""

    @classmethod
    def of(cls, sources: Iterable[str], trees: Sequence[ast.Module]) -> Named:
        """What these cells do; `trees` are those of them that can be read."""
        body = [node for tree in trees for node in tree.body]
        names = named(body, {})
        calls_in = [(node, list(_calls_with_names(node, names))) for node in body]
        own = {one.name: within for one, within in calls_in if isinstance(one, ast.FunctionDef | ast.ClassDef)}
        makers = {name for name, within in own.items() if any(_makes(call) for call, _ in within)}
        made = {os.path.normpath(one) for one in _defaults(body, makers, names)}
        handed: set[str] = set()
        counts = Counter(match[2] for source in sources for match in _QUOTED.finditer(source))
        elsewhere = counts.copy()
        for call, known in (one for _, within in calls_in for one in within):
            path = dotted(call.func)
            file, reads = named_file(call, known)
            if reads and isinstance(file, ast.Constant):
                elsewhere[str(file.value)] -= 1
            given = (*call.args, *(word.value for word in call.keywords), call.func)
            said = {os.path.normpath(one) for node in given if (one := text(_receiver(node), known))}
            if _makes(call) or path in makers:
                made |= said
            elif not reads and path not in own and path.rpartition(".")[2] not in _SAYING:
                handed |= said
        return cls(
            names,
            frozenset(
                name for name, value in _values(body).items() if isinstance(value, ast.Constant) and not value.value
            ),
            frozenset(own.keys() - makers),
            frozenset(made),
            frozenset(handed),
            frozenset(said for said, count in elsewhere.items() if count > 0),
            frozenset(said for said, count in counts.items() if count > 1),
        )

    def may_be_made(self, name: str, *, literal: bool, read: bool) -> bool:
        """Whether the program itself may make a file of this name; `literal` is one that stands in the call as it is,
        which is one that reads a file, or may do something else."""
        path = os.path.normpath(name)
        below = any(path == one or path.startswith(one + os.sep) for one in self._made if one != ".")
        if literal:
            return below or name in (self._elsewhere if read else self._twice)
        return below or path in self._handed


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """All calls within."""
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def _calls_with_names(node: ast.AST, names: Mapping[str, str]) -> Iterator[tuple[ast.Call, Mapping[str, str]]]:
    """All calls within, each with what names stand for where it is."""
    waiting = [(node, names)]
    while waiting:
        one, known = waiting.pop()
        if isinstance(one, ast.Call):
            yield one, known
        known = within(one, known)
        waiting += ((inner, known) for inner in ast.iter_child_nodes(one))


def _defaults(body: Iterable[ast.stmt], makers: Container[str], names: Mapping[str, str]) -> Iterator[str]:
    """The texts that the parameters of these functions stand for where nothing is given."""
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name in makers:
            said = (text(one, names) for one in (*node.args.defaults, *node.args.kw_defaults))
            yield from (one for one in said if one)


def _makes(call: ast.Call) -> bool:
    """Whether it may make what it names, or asks whether that is there."""
    last = dotted(call.func).rpartition(".")[2]
    return _writes(call) if last == "open" else last in MAKING and last not in _SAYING


def _receiver(node: ast.expr) -> ast.expr:
    """Of a method, what it belongs to."""
    return node.value if isinstance(node, ast.Attribute) else node
