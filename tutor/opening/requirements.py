"""What the cells of a file need and may not find here, told by their syntax trees before anything is run.

A cell needs what it does itself, and what the functions and classes do that it calls by their names.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tutor.course.model import Lack
from tutor.opening import arguments, guarding, paths
from tutor.opening.cpu import BY_CPU
from tutor.opening.gpu_only import GpuOnly
from tutor.opening.magics import PACKAGES, files_written
from tutor.opening.paths import dotted
from tutor.opening.source import words

Installed = Callable[[str], bool]
"""Whether there is a module of this name."""

_BEHIND = {"torch.utils.viz": "matplotlib"}
"""Modules that are there, and of no use without another; `tutor.live.tensorboard` stands in for that of TensorBoard."""
_BESIDE = words(
    "utils util helper helpers helper_functions engine model models config configs constants common dataset dataloader",
    "data data_utils data_setup trainer train networks nets layers modules losses transforms coco_utils coco_eval",
)
"""What people call modules of their own; a package of such a name is hardly the one that is meant."""
_FETCHING = words(
    "urlretrieve urlopen from_pretrained load_dataset hf_hub_download snapshot_download",
    "load_state_dict_from_url download_url download_url_to_file download_and_extract_archive dataset_download",
)
_FETCHING_PATHS = words(
    "requests.get requests.post torch.hub.load torch.hub.download_url_to_file gdown.download wget.download",
    "hub.load request.urlretrieve",
)
_DATA = re.compile(r"(?:\./|\.\./)?data/\w")
_OF_GPU = words(
    "get_device_capability get_device_properties get_device_name mem_get_info memory_summary reset_peak_memory_stats",
    "reset_max_memory_allocated reset_accumulated_memory_stats Event CUDAGraph default_stream ipc_collect",
)
"""Of torch.cuda, what raises where there is no GPU, and has nothing in its place."""
_ASKING = re.compile(r"is_available|device_count|current_accelerator|is_initialized|cuda|gpu", re.IGNORECASE)
_CUDA = re.compile(r"cuda(?::\d+)?")


_TELLING = frozenset((
    ast.Try, ast.With, ast.If, ast.IfExp, ast.BoolOp, ast.Import, ast.ImportFrom, ast.Call, ast.keyword, ast.Assign,
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Subscript,
))  # fmt: skip
"""Kinds of nodes that say something; of the others, only what is within them does."""
_SILENT = frozenset((ast.Constant, ast.Load, ast.Store, ast.Del, ast.alias, ast.Add, ast.Sub, ast.Mult, ast.arg))
"""Kinds with nothing within them."""


class _Found(msgspec.Struct):
    """What was found in a cell, or in a function."""

    lacks: list[Lack] = msgspec.field(default_factory=list)
    calls: dict[tuple[str, bool], int] = msgspec.field(default_factory=dict)
    """The names that are looked up, and whether it was asked first for a GPU, with the first line where each is."""


def is_installed(name: str) -> bool:
    """Whether this Python has the module; nothing is imported."""
    if name in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # a module without a spec, as __main__ is
        return name in sys.modules


def lacks_of(sources: Sequence[str], folder: Path, installed: Installed = is_installed) -> list[tuple[Lack, ...]]:
    """What each of these cells, which are run in this folder, may not find; of a program with expressions or branches
    that are nested by the hundred, nothing is told."""
    try:
        return _lacks_of(sources, folder, installed)
    except RecursionError:
        return [()] * len(sources)


def _lacks_of(sources: Sequence[str], folder: Path, installed: Installed) -> list[tuple[Lack, ...]]:
    within: dict[str, _Found] = {}
    made = {Path(name).stem for source in sources for name in files_written(source)}
    known = cache(installed)

    def found_here(name: str) -> bool:
        return name in made or known(name)

    trees = [_parsed(source) for source in sources]
    readable = [tree for tree in trees if not isinstance(tree, str)]
    named = paths.Named.of(sources, readable)
    wanted = arguments.required(readable) if any("add_argument" in source for source in sources) else ()
    gpu_only = GpuOnly() if any("is_available" in source for source in sources) else None
    all_lacks: list[tuple[Lack, ...]] = []
    for tree in trees:
        if isinstance(tree, str):
            all_lacks.append((Lack("python", f"It is not Python: {tree}."),))
            continue
        look = _Look(folder, found_here, named, named.names, wanted)
        own = look.over(tree, within)
        found = [*own.lacks, *(_of_gpu(*use) for use in (gpu_only.used(tree) if gpu_only is not None else ()))]
        seen: set[tuple[str, bool]] = set()
        waiting = sorted(own.calls.items())
        while waiting:
            (name, guarded), line = waiting.pop()
            if (name, guarded) not in seen and name in within:
                seen.add((name, guarded))
                lacks = (lack for lack in within[name].lacks if not guarded or lack.kind not in ("cuda", "gpu"))
                found += [replace(lack, line=line) for lack in lacks]
                inner = ((called, guarded or asked) for called, asked in within[name].calls)
                waiting += sorted((call, line) for call in inner if call not in seen)
        all_lacks.append(tuple({(lack.kind, lack.words): lack for lack in found}.values()))
    return all_lacks


def _of_gpu(name: str, asked: str, line: int) -> Lack:
    return Lack(
        "gpu", f"It uses {name}, which the file makes only where `{asked}`: on a machine with a CUDA GPU.", line
    )


def _parsed(source: str) -> ast.Module | str:
    """The tree of a cell, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        return f"line {error.lineno or 1}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error)


class _Look:
    """Goes through a cell."""

    def __init__(
        self,
        folder: Path,
        installed: Installed,
        named: paths.Named,
        names: Mapping[str, str],
        wanted: tuple[str, ...],
    ) -> None:
        """`names` are those that stand for a text, `wanted` the arguments of a command line that there must be."""
        self._wanted = wanted
        self._folder = folder
        self._installed = installed
        self._named = named
        self._names = names
        self._found = _Found()

    def over(self, tree: ast.Module, within: dict[str, _Found]) -> _Found:
        """What the cell needs itself; what its functions and classes need is put in `within`."""
        for node in tree.body:
            self._statement(node, within)
        return self._found

    def _statement(self, node: ast.AST, within: dict[str, _Found]) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = paths.within(node, self._names)
            inside = _Look(self._folder, self._installed, self._named, names, self._wanted)
            for child in node.body:
                inside._node(child, guarded=False)
            within[node.name] = inside._found
            bases = node.bases if isinstance(node, ast.ClassDef) else []
            for one in (*node.decorator_list, *bases):
                self._node(one, guarded=False)
        else:
            self._node(node, guarded=False)

    def _node(self, node: ast.AST, *, guarded: bool) -> None:
        """Look at a node and all within it; what is `guarded` asks first whether there is a GPU."""
        if type(node) is ast.Name:
            self._found.calls.setdefault((node.id, guarded), node.lineno)
            return
        if type(node) in _TELLING and (guard := self._told(node, guarded)) is not None:
            guarded = guard
        elif type(node) in _TELLING:
            return
        for inner in ast.iter_child_nodes(node):
            if type(inner) not in _SILENT:
                self._node(inner, guarded=guarded)

    def _branches(self, node: ast.If | ast.IfExp, *, guarded: bool) -> None:
        body = node.body if isinstance(node.body, list) else [node.body]
        for child in (*body, *(node.orelse if isinstance(node.orelse, list) else [node.orelse])):
            self._node(child, guarded=guarded)

    def _told(self, node: ast.AST, guarded: bool) -> bool | None:
        """What a node says; whether what is within it is guarded, or None where that is of no account."""
        match node:
            case ast.Try(handlers=handlers) if any(guarding.goes_on(handler) for handler in handlers):
                for child in (*node.orelse, *node.finalbody):
                    self._node(child, guarded=guarded)
                return None
            case ast.With(items=items) if any(map(guarding.suppresses, items)):
                return None
            case ast.FunctionDef() | ast.AsyncFunctionDef():  # within a function or a class
                around, self._names = self._names, paths.within(node, self._names)
                for child in node.body:
                    self._node(child, guarded=guarded)
                self._names = around
                for one in (*node.decorator_list, node.args, *([node.returns] if node.returns else [])):
                    self._node(one, guarded=guarded)
                return None
            case ast.If(test=ast.Name(id=asked), orelse=otherwise) if asked in self._named.off:
                for child in otherwise:
                    self._node(child, guarded=guarded)
                return None
            case ast.If(test=test) | ast.IfExp(test=test):
                asked = ast.unparse(test)
                if guarding.ELSEWHERE.search(asked):
                    for other in node.orelse if isinstance(node.orelse, list) else [node.orelse]:
                        self._node(other, guarded=guarded)
                elif "TYPE_CHECKING" not in asked:
                    self._node(test, guarded=guarded)  # what asks is itself asked for first
                    self._branches(node, guarded=guarded or _ASKING.search(asked) is not None)
                return None
            case ast.BoolOp(values=[first, *_]):
                asked = ast.unparse(first)
                return None if guarding.ELSEWHERE.search(asked) else guarded or _ASKING.search(asked) is not None
            case ast.Subscript() if said := arguments.taken(node):
                self._say("input", said, node.lineno)
            case ast.Import(names=names):
                for name in names:
                    self._module(name.name, node.lineno)
            case ast.ImportFrom(module=str(module), level=0):
                self._module(module, node.lineno)
            case ast.Call():
                self._call(node, guarded)
            case ast.keyword(arg="device", value=ast.Constant(value=str(value))) if _CUDA.fullmatch(value):
                self._cuda(f"device={value!r}", node.value.lineno, guarded)
            case ast.Assign(value=ast.Constant(value=str(value))) if _CUDA.fullmatch(value):
                self._cuda(repr(value), node.lineno, guarded)
        return guarded

    def _module(self, name: str, line: int, *, does: str = "It imports") -> None:
        if f"{name}.".startswith("google.colab."):
            self._say("module", f"{does} google.colab, which is only there in Google's Colab.", line)
            return
        top = _BEHIND.get(name, name.partition(".")[0])
        if self._installed(top) or any((self._folder / one).exists() for one in (f"{top}.py", top)):
            return
        if top in _BESIDE:
            self._say("module", f"{does} {top}, a module that is neither beside the file nor installed here.", line)
            return
        package = PACKAGES.get(top, top)
        self._say("module", f"{does} {top}, which is not installed here: `pip install {package}`", line)

    def _call(self, node: ast.Call, guarded: bool) -> None:
        path = dotted(node.func)
        last = path.rpartition(".")[2]
        named = {word.arg: word.value for word in node.keywords if word.arg}
        first = node.args[0] if node.args else None
        if last == "cuda" and isinstance(node.func, ast.Attribute):
            self._cuda(".cuda()", node.lineno, guarded)
        elif last in ("to", "device", "autocast") and _is_cuda(first):
            self._cuda(f"{last}({ast.unparse(node.args[0])})", node.lineno, guarded)
        elif arguments.reads(node) and self._wanted:
            wanted = ", ".join(self._wanted)
            does = f"It needs arguments of a command line ({wanted}), and a cell has none"
            self._say("input", f"{does}: give them in the call, as in {last}(['…']).", node.lineno)
        elif path == "get_ipython":
            said = "It calls get_ipython(), which is only there in IPython and Jupyter, and cells are plain Python."
            self._say("magic", said, node.lineno)
        elif path == "input":
            self._say("input", "It asks for something to be typed (input), and a cell has nobody to ask.", node.lineno)
        elif path.endswith("onnx.export") and _is_true(named.get("dynamo")):
            self._module("onnxscript", node.lineno, does="torch.onnx.export with dynamo=True needs")
        elif path.startswith("torch.cuda.") and last in BY_CPU and last != "stream":  # which takes None, too
            self._cuda(f"{path}()", node.lineno, guarded)
        elif path.startswith("torch.cuda.") and last in _OF_GPU and not guarded:
            self._say("gpu", f"It needs a CUDA GPU, for {path}().", node.lineno)
        else:
            self._named_file(node, path)
        if self._fetches(path, last, named):
            shown = f"{last}(…)" if "download" not in named else f"{last}(download=True)"
            self._say("network", f"It fetches something from the network: {shown}.", node.lineno)

    def _fetches(self, path: str, last: str, words: dict[str, ast.expr]) -> bool:
        if last in _FETCHING or path in _FETCHING_PATHS:
            return True
        if _is_true(words.get("download") or words.get("pretrained")):
            return True
        weights = words.get("weights")
        models = path.startswith(("torchvision.models", "models."))
        return models and weights is not None and not (isinstance(weights, ast.Constant) and weights.value is None)

    def _named_file(self, node: ast.Call, path: str) -> None:
        """A file whose name is given to what reads one, or that lies below a folder `data` and is given to anything
        that makes none; where it is not there, and nothing in the program may make it."""
        file, needed = paths.named_file(node, self._names)
        name, literal = paths.text(file, self._names), isinstance(file, ast.Constant)
        if name is None:
            return
        if not (reads := needed) and _DATA.match(name):  # what has only a folder's name may be where something is put
            readers = path in self._named.readers and bool(Path(name).suffix)
            needed = path.rpartition(".")[2] not in paths.MAKING if literal and node.args else readers
        if not needed or "://" in name or self._named.may_be_made(name, literal=literal, read=reads):
            return
        if not paths.is_there(name, self._folder):
            shown = name.replace(paths.UNKNOWN, "…")
            where = "there" if Path(name).expanduser().is_absolute() else f"in {self._folder}"
            self._say("data", f"It reads {shown}, which is not {where}.", node.lineno)

    def _cuda(self, what: str, line: int, guarded: bool) -> None:
        if not guarded:
            self._say("cuda", f"It asks for a CUDA GPU without asking whether there is one: {what}.", line)

    def _say(self, kind: str, words: str, line: int) -> None:
        self._found.lacks.append(msgspec.convert({"kind": kind, "words": words, "line": line}, Lack))


def _is_cuda(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_CUDA.fullmatch(node.value))


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def told(lacks: Sequence[tuple[Lack, ...]]) -> Iterator[str]:
    """What is missing, each once, with the cells that it is missing in: 'Cells 2 and 5: It imports …'."""
    cells: dict[str, list[int]] = {}
    for number, missing in enumerate(lacks, 1):
        for lack in missing:
            words = f"{lack.words.partition(':')[0]}." if lack.kind in ("cuda", "network") else lack.words
            if number not in (numbers := cells.setdefault(words, [])):
                numbers.append(number)
    for words, numbers in cells.items():
        some = numbers[:6]
        named = f"{', '.join(map(str, some[:-1]))} and {some[-1]}" if len(some) > 1 else str(some[0])
        more = f" and {len(numbers) - 6} more" if len(numbers) > 6 else ""
        yield f"Cell{'s' * (len(numbers) > 1)} {named if not more else ', '.join(map(str, some))}{more}: {words}"
