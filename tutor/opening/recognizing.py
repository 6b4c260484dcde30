"""Which kind of file it is, told by what is in it and not by its name alone."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path
from typing import Literal

from tutor.opening.fenced import has_python
from tutor.opening.source import NothingToRunError, OpeningError, reject_encoding

Format = Literal["percent", "gallery", "notebook", "markdown", "script"]
NAMES: dict[Format, str] = {
    "percent": "a script in cells",
    "gallery": "a tutorial of Sphinx-Gallery",
    "notebook": "a notebook",
    "markdown": "a Markdown file",
    "script": "a script",
}

RULER = re.compile(r"#{20,}[ \t]*$", re.MULTILINE)
"""The line by which PyTorch's tutorials part texts from code."""
_RULED = re.compile(r"^#{20,}[ \t]*\n# \S", re.MULTILINE)
"""One with a text below it: below a docstring, a single one is enough."""
_CELL = re.compile(r"^# ?%%", re.MULTILINE)
_TEXT_CELL = re.compile(r"^# ?%%.*\[(?:markdown|md)\]", re.MULTILINE)
_GALLERY_CELL = re.compile(r"^# ?%%[ \t]*\n#", re.MULTILINE)
_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body|\?xml)", re.IGNORECASE)


def is_json(data: bytes) -> bool:
    """Whether it begins as a notebook does."""
    return data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def recognize_data(path: Path, data: bytes) -> Format | None:
    """What can be told of the bytes: a notebook, or None for a text. Raises OpeningError for what is neither."""
    if not data.strip():
        raise NothingToRunError(f"{path} is empty.")
    if _PAGE.match(data[:1024]):
        raise OpeningError(f"{path} is a web page; open the .py or the .ipynb that the page offers for download.")
    if is_json(data):
        return "notebook"
    if path.suffix == ".ipynb":
        reject_encoding(path, data)
        said = "it is JSON, but has no cells" if data.lstrip().startswith(b"[") else "it does not begin as JSON does"
        raise OpeningError(f"{path} is no notebook: {said}.")
    return None


def recognize(path: Path, text: str) -> Format:
    """What kind of text it is. Raises OpeningError where it is none that has Python in it."""
    if path.suffix == ".rst":
        raise OpeningError(f"{path} is a text in reStructuredText without cells; open a .py or an .ipynb instead.")
    if path.suffix in (".md", ".markdown"):
        if not has_python(text):
            raise NothingToRunError(f"{path} has no Python in it: no block that begins with ```python.")
        return "markdown"
    if _TEXT_CELL.search(text):
        return "percent"
    documented = text.lstrip("\ufeff \n").startswith(('"""', "'''", 'r"""', "#", "r'''"))
    ruled = len(RULER.findall(text)) > 1 or (not text.lstrip("\ufeff \n").startswith("#") and _RULED.search(text))
    if documented and (ruled or _GALLERY_CELL.search(text)):
        return "gallery"
    if _CELL.search(text):
        return "percent"
    problem = _not_python(text)
    if problem is None:
        return "script"
    if path.suffix not in (".py", ".pyw") and has_python(text):
        return "markdown"
    raise OpeningError(f"{path} is no Python that can be read: {problem}.")


def _not_python(text: str) -> str | None:
    """Why the text is no program, in words; None where it is one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an escape that Python will not know one day
            ast.parse(text)
    except SyntaxError as error:
        return f"line {error.lineno or 1}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error)
    return None
