"""What an editor of Python does beyond putting characters in: pure functions over lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

WIDTH = 4
_LEAVES = re.compile(r"\s*(return|pass|break|continue|raise)\b")
_CODE = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|#.*""")


def indent_of(line: str) -> str:
    """The white space that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def indent_after(line: str) -> str:
    """The white space for the line after `line`: as deep, deeper after ':', less deep after a statement that leaves."""
    indent = indent_of(line)
    code = _CODE.sub(lambda match: match.group(1) or "", line).rstrip()
    if code.endswith((":", "(", "[", "{")):
        return indent + " " * WIDTH
    if _LEAVES.match(code) and not _open_brackets(code):
        return indent[:-WIDTH] if len(indent) >= WIDTH else ""
    return indent


def _open_brackets(code: str) -> bool:
    text = _CODE.sub("", code)
    return sum(map(text.count, "([{")) > sum(map(text.count, ")]}"))


def indented(lines: Sequence[str]) -> list[str]:
    """The lines one level deeper; empty ones stay empty."""
    return [" " * WIDTH + line if line.strip() else line for line in lines]


def outdented(lines: Sequence[str]) -> list[str]:
    """The lines one level less deep, as far as they can be."""
    return [line[min(WIDTH, len(line) - len(line.lstrip(" "))) :] for line in lines]


def comment_toggled(lines: Sequence[str]) -> list[str]:
    """The lines as comments, or as code again where all of them were comments."""
    full = [line for line in lines if line.strip()]
    if full and all(line.lstrip().startswith("#") for line in full):
        return [re.sub(r"^(\s*)# ?", r"\1", line) for line in lines]
    depth = min((len(indent_of(line)) for line in full), default=0)
    return [f"{line[:depth]}# {line[depth:]}" if line.strip() else line for line in lines]


def backspace_width(line: str, column: int) -> int:
    """How many characters backspace takes at `column`: back to the last tab stop within the indent, else one."""
    before = line[:column]
    if before and not before.strip(" "):
        return (column - 1) % WIDTH + 1
    return 1


_PICTURES = {code: 0x2400 + code for code in range(0x20) if code != 0x09} | {0x7F: 0x2421}
_PICTURES |= dict.fromkeys([*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)


def pictured(line: str) -> str:
    """The line with every character that a terminal would obey replaced by one that it shows; as long as before."""
    return line.translate(_PICTURES)
