"""The way out: a lesson or a file as a notebook, a script in the percent format or Markdown, as the learner has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tutor.course.controls import declared
from tutor.course.percent import split
from tutor.opening import magics
from tutor.opening.fenced import only_read
from tutor.opening.headings import NAVIGATION, sections
from tutor.opening.scripts import unquoted
from tutor.opening.source import Part
from tutor.opening.texts import addresses_in, of_rest_for_a_page, with_addresses

Output = dict[str, Any]
"""What a cell led to, as notebooks keep it."""


class ExportedCell(msgspec.Struct, frozen=True):
    """A text or a cell on its way out."""

    source: str
    code: bool
    number: int = 0
    """Of a cell that runs; 0 of a question, and of a text."""
    title: str = ""
    outputs: tuple[Output, ...] = ()


def of_parts(parts: Sequence[Part], edits: Mapping[int, str]) -> list[ExportedCell]:
    """The texts and cells of an opened file, the cells as the learner has them."""
    cells: list[ExportedCell] = []
    addresses = addresses_in(part.text for part in parts if part.form == "rest")
    for part, number in numbered(parts):
        if part.form:
            text = part.text if part.form != "rest" else _translated(part.text, addresses, first=not cells)
            cells += [ExportedCell(text, code=False)] if text else []
        else:
            source = magics.restored(edits[number]) if number in edits else part.text
            cells.append(ExportedCell(source, code=True, number=number, title=part.title))
    return cells


def _translated(text: str, addresses: Sequence[tuple[str, str]], *, first: bool) -> str:
    """A text in reST as Markdown; of the first in the file, the first heading is the highest."""
    blocks: list[str] = []
    titled = False
    for section in sections(text, "rest"):
        mark = "#" if first and not titled else "##"
        titled = titled or bool(section.title)
        blocks += [f"{mark} {section.title}"] if section.title else []
        said = NAVIGATION.sub("", section.text)
        blocks += [of_rest_for_a_page(with_addresses(said, addresses))] if re.search(r"\w", said) else []
    return "\n\n".join(filter(None, blocks))


def numbered(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """The parts with the number that a cell has in the lesson; 0 for a text, and for a question."""
    number = 0
    for part in parts:
        asks = "live." in part.text and declared(part.text).question is not None
        number += not part.form and not asks
        yield part, 0 if part.form or asks else number


def of_lesson(source: str, edits: Mapping[int, str]) -> list[ExportedCell]:
    """The texts and cells of a lesson's script, the cells as the learner has them."""
    _, found = split(source)
    parts = [
        Part(
            unquoted(cell.text) if cell.markdown else cell.text,
            cell.line,
            "markdown" if cell.markdown else "",
            cell.title,
        )
        for cell in found
        if cell.text
    ]
    return of_parts(parts, edits)


def as_notebook(cells: Sequence[ExportedCell]) -> str:
    """A notebook of format 4.5, as Jupyter writes them."""
    made = [_notebook_cell(at, cell) for at, cell in enumerate(cells, 1)]
    facts = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return _written({"cells": made, "metadata": facts, "nbformat": 4, "nbformat_minor": 5})


def edited_notebook(
    original: bytes, parts: Sequence[Part], edits: Mapping[int, str], outputs: Mapping[int, list[Output]] | None
) -> str:
    """A notebook as it was, but for the cells that the learner has changed, whose outputs are of another text; with
    `outputs`, by the numbers of cells, in place of all that it had."""
    whole = json.loads(original.decode("utf-8-sig"))
    for part, number in numbered(parts):
        if part.form or not number:
            continue
        cell = whole["cells"][part.index]
        if number in edits:
            source = magics.restored(edits[number])
            cell["source"] = source if isinstance(cell.get("source"), str) else _lines(source)
        if outputs is not None or number in edits:
            cell["outputs"] = list(outputs.get(number, [])) if outputs is not None else []
            cell["execution_count"] = number if cell["outputs"] else None
    return _written(whole)


def as_percent(cells: Sequence[ExportedCell]) -> str:
    """A script in the percent format, which VS Code, Jupytext and `open` read."""
    return "\n\n".join(map(_percent_cell, cells)) + "\n"


def as_markdown(cells: Sequence[ExportedCell]) -> str:
    """Markdown with the cells as blocks of Python, and below each what it wrote."""
    blocks: list[str] = []
    for cell in cells:
        if not cell.code:
            blocks.append(only_read(cell.source.strip()))
            continue
        blocks.append(_fenced(cell.source.strip("\n"), "python"))
        blocks += [_fenced(text, "") for text in map(plain_text, cell.outputs) if text]
    return "\n\n".join(filter(None, blocks)) + "\n"


def plain_text(output: Output) -> str:
    """What an output says, as a text."""
    match output:
        case {"output_type": "stream", "text": text}:
            said_there = text
        case {"output_type": "error", "ename": name, "evalue": value}:
            said_there = f"{name}: {value}"
        case {"data": {"text/plain": text}}:
            said_there = text
        case _:
            said_there = ""
    return ("".join(said_there) if isinstance(said_there, list) else str(said_there)).rstrip("\n")


def _notebook_cell(at: int, cell: ExportedCell) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": f"cell-{at}", "metadata": {}, "source": _lines(cell.source)}
    if not cell.code:
        return {"cell_type": "markdown", **facts}
    count = cell.number if cell.outputs else None
    return {"cell_type": "code", **facts, "execution_count": count, "outputs": list(cell.outputs)}


def _lines(source: str) -> list[str]:
    """A text as notebooks keep it: its lines, each with its end."""
    return source.splitlines(keepends=True)


def _written(notebook: Mapping[str, Any]) -> str:
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _percent_cell(cell: ExportedCell) -> str:
    """A cell below its marker. What is no Python is there as comments."""
    if not cell.code:
        said = cell.source.strip("\n").split("\n")
        if (
            any(line.startswith("%%") for line in said) and '"""' not in cell.source
        ):  # as a comment it would be a marker
            return "\n".join(["# %% [markdown]", 'r"""', *said, '"""'])
        return "\n".join(["# %% [markdown]", *(f"# {line}".rstrip() for line in said)])
    source = cell.source.strip("\n")
    head = f"# %% {cell.title}".rstrip()
    if magics.is_python(source):
        return f"{head}\n{source}"
    commented, lacks = magics.as_python(source, lambda _: True)
    if any(lack.kind == "magic" and source.lstrip().startswith("%%") for lack in lacks):
        first, _, rest = source.lstrip().partition("\n")
        name = re.split(r"\s", first[2:])[0]
        return "\n".join([f'# %% language="{name}"', *(f"# {line}".rstrip() for line in rest.split("\n"))])
    return f"{head}\n" + re.sub(r"(?m)^# %%(\w)", r"# %\1", commented)


def _fenced(text: str, language: str) -> str:
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", text)), default=2)
    mark = "`" * (longest + 1)
    return f"{mark}{language}\n{text}\n{mark}"
