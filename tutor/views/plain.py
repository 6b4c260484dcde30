"""Text of others, made safe to show: nothing of it is obeyed by a terminal."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text with line ends as '\\n', tabs as four columns, and control and direction characters made visible."""
    return _CONTROL.sub(_picture, text.replace("\r\n", "\n")).expandtabs(4)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # U+2400 … are the pictures of the control characters
    return "␡" if code == 0x7F else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
