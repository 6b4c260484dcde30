"""Python files as texts and cells: the form of Sphinx-Gallery, the percent format, and any other script."""

from __future__ import annotations

import ast
import re
import tokenize
import warnings
from collections.abc import Iterator
from io import StringIO
from textwrap import dedent

from tutor.course import percent
from tutor.opening.recognizing import RULER
from tutor.opening.source import Part

_BREAK = re.compile(r"# ?%%")
_SPACED = re.compile(r"^# %%", re.MULTILINE)
_FACTS = re.compile(r"(?m)^# /// \w+\s*$\n(?:^#(?: .*)?$\n?)*?^# ///\s*$\n?")
_SETTING = re.compile(r"^[ \t]*# sphinx_gallery_\w+.*$", re.MULTILINE)
_REST = re.compile(
    r":[a-zA-Z][\w:+-]*:`[^`\n]|^ *\.\. (?:_[^:\n]+:|[\w-]+::)|`[^`]+ <[^`>]+>`_|(?<!`)``[^`\n]+``", re.MULTILINE
)
"""What is written so in reStructuredText: roles, directives and targets, links, code."""
_MARKDOWN = re.compile(r"^#{1,6} |^```|\]\(", re.MULTILINE)


def gallery(text: str) -> list[Part]:
    """A tutorial of Sphinx-Gallery: its docstring, then texts in comments below rulers, then code."""
    parts, at = _docstring(text, "rest")
    lines = _SETTING.sub("", text).split("\n")
    while at < len(lines):
        if RULER.fullmatch(lines[at]) or _BREAK.match(lines[at]):
            at += 1
            end = at
            while end < len(lines) and lines[end].startswith("#") and not RULER.fullmatch(lines[end]):
                end += 1
            said = "\n".join(line[2:] if line.startswith("# ") else line[1:] for line in lines[at:end])
            parts.append(Part(dedent(said), at + 1, "rest"))  # a text that is all set in is none within the one above
            at = end
            continue
        end = at
        while end < len(lines) and not (RULER.fullmatch(lines[end]) or _BREAK.match(lines[end])):
            end += 1
        parts.append(_trimmed(lines, at, end))
        at = end
    return [part for part in parts if part.text.strip()]


def cells(text: str) -> list[Part]:
    """A script in the percent format: what its markers part; what stands above the first is a cell, too."""
    if not _SPACED.search(text):
        text = re.sub(r"^#%%", "# %%", text, flags=re.MULTILINE)
    head, found = percent.split(text)
    parts = [*_before(head)]
    for cell in found:
        if cell.markdown or "[md]" in cell.title:
            parts.append(Part(unquoted(cell.text), cell.line, "markdown", tags=cell.tags))
        else:
            parts.append(Part(cell.text, cell.line, title=cell.title, tags=cell.tags))
    return [part for part in parts if part.text.strip()]


def _before(head: str) -> Iterator[Part]:
    """What stands above the first marker: a text, code, or only facts for programs."""
    kept = _FACTS.sub(lambda match: "\n" * match[0].count("\n"), head)
    parts, at = _docstring(kept)
    yield from parts
    lines = kept.split("\n")
    if any(line.strip() and not line.startswith("#") for line in lines[at:]):
        yield _trimmed(lines, at, len(lines))


def unquoted(text: str) -> str:
    """The words of a text's cell: one string in quotes, or comments."""
    if all(line.startswith("#") or not line.strip() for line in text.split("\n")):
        return "\n".join(line[2:] if line.startswith("# ") else line[1:] for line in text.split("\n"))
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    return value if isinstance(value, str) else text


def script(text: str) -> list[Part]:
    """Any other script: its docstring, then a cell for each paragraph at its top level. It must be Python."""
    parts, at = _docstring(text)
    lines = text.split("\n")
    tree = _tree(text)
    occupied = {row for node in tree.body for row in range(_first(node), (node.end_lineno or node.lineno) + 1)}
    occupied |= {row for row, line in enumerate(lines, 1) if line.strip()}
    begin: int | None = None
    for row in range(at + 1, len(lines) + 2):
        if row in occupied and begin is None:
            begin = row
        elif row not in occupied and begin is not None:
            parts.append(_trimmed(lines, begin - 1, row - 1))
            begin = None
    return _with_figures(_gathered([part for part in parts if part.text.strip()]))


SHORT = 3
"""A paragraph of a script that has no more lines than this goes with the one below it."""


def _gathered(parts: list[Part]) -> list[Part]:
    """Comments go with what they are above, and so do a few short lines, such as imports."""
    gathered: list[Part] = []
    for part in parts:
        above = gathered[-1] if gathered and not gathered[-1].form else None
        rows = above.text.split("\n") if above is not None else []
        alone = all(row.startswith("#") for row in rows)
        short = len(rows) <= SHORT and part.text.count("\n") < SHORT and not part.text.startswith("#")
        if above is not None and not part.form and (alone or short):
            gap = part.line - above.line - len(rows)
            gathered[-1] = Part(above.text + "\n" * (gap + 1) + part.text, above.line)
        else:
            gathered.append(part)
    return gathered


FIGURE = 60
"""Lines that a figure's cell has at most."""
_SETTING_UP = frozenset(("style", "rcParams", "rc", "ion", "ioff", "switch_backend"))


def _with_figures(parts: list[Part]) -> list[Part]:
    """What draws a figure is one cell, up to the line that shows it or keeps it: the end of a cell closes figures."""
    names = {
        name.asname or name.name
        for node in ast.walk(_tree("\n".join(part.text for part in parts if not part.form)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
        if name.name in ("matplotlib.pyplot", "pyplot")
    }
    said = [_drawing(part.text, names) if not part.form and names else frozenset[str]() for part in parts]
    whole: list[Part] = []
    at = 0
    while at < len(parts):
        end = at
        if said[at] and not said[at] & {"show", "savefig"}:
            ends = (later for later in range(at + 1, len(parts)) if said[later] & {"show", "savefig"})
            end = next(ends, at)
        lines = parts[end].line + parts[end].text.count("\n") + 1 - parts[at].line
        end = end if lines <= FIGURE and not any(part.form for part in parts[at : end + 1]) else at
        text = parts[at].text
        for part in parts[at + 1 : end + 1]:
            text += "\n" * (part.line - parts[at].line - text.count("\n")) + part.text
        whole.append(Part(text, parts[at].line, parts[at].form) if end > at else parts[at])
        at = end + 1
    return whole


def _drawing(source: str, names: set[str]) -> frozenset[str]:
    """What a paragraph calls of pyplot where it is run, outside functions and classes."""
    return frozenset(
        node.attr
        for statement in _tree(source).body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in names and node.attr not in _SETTING_UP
    )


def _first(node: ast.stmt) -> int:
    """The first line of a statement, with what decorates it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return node.lineno


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _docstring(text: str, form: str = "") -> tuple[list[Part], int]:
    """The text that the file begins with, in this form or in that which it looks like, and how many lines are above
    what follows it."""
    lines = 0
    try:
        for token in tokenize.generate_tokens(StringIO(text).readline):
            if token.type in (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING):
                continue
            if token.type != tokenize.STRING:
                return [], 0
            said = ast.literal_eval(token.string)
            if not isinstance(said, str):
                return [], 0
            lines = token.end[0]
            begin = token.start[0] + (said[: len(said) - len(said.lstrip())].count("\n"))
            return [Part(said.strip(), begin, form or _form_of(said))], lines
    except (tokenize.TokenError, SyntaxError, ValueError):
        return [], 0
    return [], 0


def _form_of(said: str) -> str:
    """What a docstring is written in, as far as it can be seen."""
    return "rest" if _REST.search(said) and not _MARKDOWN.search(said) else "markdown"


def _trimmed(lines: list[str], begin: int, end: int) -> Part:
    """The code of these lines, without blank ones around it."""
    while begin < end and not lines[begin].strip():
        begin += 1
    while end > begin and not lines[end - 1].strip():
        end -= 1
    return Part("\n".join(lines[begin:end]), begin + 1)
