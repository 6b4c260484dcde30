"""Notebooks of Jupyter: their cells, without what they wrote, which may be a hundred times as much."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from tutor.opening.source import OpeningError, Part

_BYTE = re.compile(r"\s*\(byte (\d+)\)| - at `(?P<path>[^`]+)`")


_KERNELS = (("ir", "R"), ("julia", "Julia"), ("javascript", "JavaScript"), ("scala", "Scala"))
"""How the names of some kernels begin, for notebooks that say no more."""


class Cell(msgspec.Struct):
    """A cell as far as it is read; its outputs are where they stand in the file, and are read only where they are
    short."""

    cell_type: str = ""
    source: str | list[str] | None = None
    metadata: dict[str, Any] = {}
    outputs: msgspec.Raw = msgspec.Raw()
    attachments: msgspec.Raw = msgspec.Raw()


class StoredOutput(msgspec.Struct):
    """An output as the file has it."""

    output_type: str = ""
    text: str | list[str] = ""
    data: dict[str, Any] = {}
    ename: str = ""
    evalue: str = ""


SHORT = 200_000
"""Bytes of a cell's outputs that are read."""
LINES = 14
"""Lines of them that are kept."""


class Notebook(msgspec.Struct):
    """The facts of a notebook, and its cells."""

    nbformat: int = 0
    metadata: dict[str, Any] = {}
    cells: list[Cell] | None = None
    worksheets: msgspec.Raw = msgspec.Raw()


def split(path: Path, data: bytes) -> list[Part]:
    """The texts and cells of a notebook. Raises OpeningError for what is none, or none that can be opened."""
    notebook = read(path, data)
    parts: list[Part] = []
    for index, cell in enumerate(notebook.cells or ()):
        source = cell.source if isinstance(cell.source, str) else "".join(cell.source or ())
        source = source.replace("\r\n", "\n").rstrip("\n")
        tags = cell.metadata.get("tags")
        named = frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset()
        if not source.strip():
            continue
        if cell.cell_type == "code":
            parts.append(Part(source, 1, tags=named - {"hidden"}, index=index, stored=_stored(cell.outputs)))
        elif cell.cell_type == "markdown":
            parts.append(Part(source, 1, "markdown", index=index, attached=frozenset(_attached(cell))))
        else:
            parts.append(Part(f"```\n{source}\n```", 1, "markdown", index=index))
    return parts


def attachment(data: bytes, index: int, names: Iterable[str]) -> bytes | None:
    """The picture that is attached to a cell of the notebook in these bytes, by one of these names; None where there
    is none. Raises ValueError for what is no notebook."""
    cells = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Notebook).cells or []
    found = _attached(cells[index]) if 0 <= index < len(cells) else {}
    kinds = next((found[name] for name in names if name in found), None)
    if not isinstance(kinds, dict):
        return None
    pictures = [kinds[kind] for kind in sorted(kinds) if kind.startswith("image/")]
    text = "".join(pictures[0]) if pictures and isinstance(pictures[0], list | str) else ""
    return base64.b64decode(text) if text else None


def _attached(cell: Cell) -> dict[str, Any]:
    """What is attached to a cell: by its name, what it is in each of its kinds."""
    try:
        found = msgspec.json.decode(cell.attachments) if bytes(cell.attachments) else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _stored(outputs: msgspec.Raw) -> str:
    """The words of a cell's outputs, the first lines of them."""
    size = memoryview(outputs).nbytes
    if size > SHORT:
        return f"({size / 1e6:.1f} MB of output)"
    try:
        found = msgspec.json.decode(outputs, type=list[StoredOutput]) if size else []
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""  # of another form than outputs have: the code is what counts
    lines = "".join(map(_said, found)).rstrip("\n").split("\n")
    more = [f"… {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more])


def _said(output: StoredOutput) -> str:
    """What an output says; of a picture that it is one."""
    if output.ename:
        return f"{output.ename}: {output.evalue}\n"
    if output.output_type == "stream":
        return "".join(output.text)
    if any(kind.startswith("image/") for kind in output.data):
        return "(a picture)\n"
    text = output.data.get("text/plain", "")
    return ("".join(text) if isinstance(text, list) else str(text)).rstrip("\n") + "\n"


def read(path: Path, data: bytes) -> Notebook:
    """The notebook in these bytes. Raises OpeningError."""
    try:
        notebook = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Notebook)
    except msgspec.ValidationError as error:
        raise OpeningError(f"{path} is no notebook that can be read: {_misplaced(str(error))}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what = "it is cut off" if "truncated" in str(error) else _plainly(str(error))
        raise OpeningError(f"{path} is no whole notebook: {what}.") from None
    if bytes(notebook.worksheets) or 0 < notebook.nbformat < 4:
        convert = f"`jupyter nbconvert --to notebook --nbformat 4 {path.name}` writes it anew"
        raise OpeningError(f"{path} is a notebook in format {notebook.nbformat or 3}, which is too old; {convert}.")
    if notebook.cells is None:
        raise OpeningError(f"{path} is JSON, but no notebook: it has no cells.")
    language = _language(notebook)
    if language not in ("python", ""):
        raise OpeningError(f"{path} is a notebook in {language}; the tutor runs Python.")
    return notebook


def _language(notebook: Notebook) -> str:
    """The language of a notebook as it says, 'python' for any Python; '' where it does not say."""
    said = _fact(notebook, "language_info", "name") or _fact(notebook, "kernelspec", "language")
    if not said and (kernel := _fact(notebook, "kernelspec", "name")):  # an environment's name says nothing
        said = next((name for begin, name in _KERNELS if kernel.startswith(begin)), "")
    return "python" if said.lower().startswith(("python", "ipython")) else said


def _fact(notebook: Notebook, group: str, name: str) -> str:
    facts = notebook.metadata.get(group)
    said = facts.get(name) if isinstance(facts, dict) else None
    return said if isinstance(said, str) else ""


_EXPECTED = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>\w+)`(?: - at `\$\.?(?P<place>[^`]*)`)?")
_KINDS = {"str": "text", "int": "a number", "float": "a number", "object": "an object", "array": "a list"}


def _misplaced(error: str) -> str:
    """What stands where in a notebook that should be something else."""
    found = _EXPECTED.match(error)
    if found is None:
        return _plainly(error)
    wanted, *_ = (_KINDS.get(one, one) for one in found["wanted"].split(" | "))
    return f"{found['place'] or 'all of it'} should be {wanted}, and is {_KINDS.get(found['got'], found['got'])}"


def _plainly(error: str) -> str:
    """What the reader of JSON found, without its own way of naming places."""
    at = re.search(r"\(byte (\d+)\)", error)
    said = re.sub(r"^JSON is malformed: ", "its JSON is wrong: ", _BYTE.sub("", error))
    return f"{said[:1].lower()}{said[1:]}{f' at byte {at[1]}' if at else ''}".rstrip(".")
