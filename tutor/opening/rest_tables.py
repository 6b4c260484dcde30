"""Tables of reStructuredText as rows of cells, without docutils: drawn with lines, between rulers, and as lists."""

from __future__ import annotations

import re
from itertools import pairwise

BEGINS = re.compile(r"\s*(?:\+[-=]+(?:\+[-=]+)*\+|=+(?: +=+)+)\s*$")
"""The first line of a drawn table."""

Rows = list[list[str]]


def drawn(lines: list[str]) -> Rows | None:
    """The cells of a table that begins with such a line; None where a cell reaches over several columns."""
    depth = len(lines[0]) - len(lines[0].lstrip())
    lines = [line[depth:].rstrip() for line in lines]
    return _with_lines(lines) if lines[0].startswith("+") else _between_rulers(lines)


def _with_lines(lines: list[str]) -> Rows | None:
    bounds = [at for at, character in enumerate(lines[0]) if character == "+"]
    rows: Rows = []
    row: list[str] = []
    for line in lines[1:]:
        if line.startswith("+"):
            if [at for at, character in enumerate(line) if character == "+"] != bounds or not row:
                return None
            rows.append(row)
            row = []
        elif len(line) != len(lines[0]) or any(line[at] != "|" for at in bounds):
            return None
        else:
            cells = [line[begin + 1 : end].strip() for begin, end in pairwise(bounds)]
            row = _below(row, cells) if row else cells
    return None if row else rows


def _between_rulers(lines: list[str]) -> Rows | None:
    begins = [match.start() for match in re.finditer("=+", lines[0])]
    rows: Rows = []
    for line in lines[1:]:
        if re.fullmatch(r"=[= ]*", line):
            continue
        if re.fullmatch(r"-[- ]*", line) or any(line[begin - 1 : begin].strip() for begin in begins[1:]):
            return None
        ends = [*begins[1:], len(line)]
        cells = [line[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]
        if cells[0] or not rows:
            rows.append(cells)
        else:
            rows[-1] = _below(rows[-1], cells)
    return rows or None


def _below(row: list[str], cells: list[str]) -> list[str]:
    """A row that goes on in the next line."""
    return [f"{above} {below}".strip() for above, below in zip(row, cells, strict=True)]


def listed(lines: list[str]) -> Rows | None:
    """The cells of a table that is written as a list of lists; None where it is none."""
    rows: Rows = []
    for line in lines:
        found = re.match(r"(?P<row>[*+-]? *)(?P<cell>[*+-]) (?P<said>.*)", line)
        if found is not None and not line.startswith("    "):
            if found["row"].strip():
                rows.append([])
            if not rows:
                return None
            rows[-1].append(found["said"].strip())
        elif line.strip():
            if not rows or not rows[-1]:
                return None
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}"
    return rows or None


def in_markdown(rows: Rows) -> str:
    """The table; its first row stands for the heads where it has none."""
    width = max(len(row) for row in rows)
    cells = ([" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
