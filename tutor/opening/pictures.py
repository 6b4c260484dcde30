"""Pictures in the texts of a file: the words for one, and a mark behind the words of one that may lie beside the file.

Nothing is read here, and nothing is ever fetched.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from tutor.opening.readers import is_page

ATTACHED = "attachment:"
"""How the address of a picture begins that a notebook has in the cell itself."""
_ELSEWHERE = re.compile(r"[A-Za-z][\w+.-]*:|//|[\\#]|\Z")
"""How the address of one begins that lies in the web, in the text itself, or at a fixed place. One that begins with '/'
lies below the root of a documentation."""
_WEB = re.compile(r"https?://[^\s*_`<>]+")
"""An address that people can open, and no sign of Markdown's in it."""
_BEGINS, _ENDS = "\ue002", "\ue003"
_MARK = re.compile(f"{_BEGINS}([^{_ENDS}]*){_ENDS}")
_SIGNS = str.maketrans("", "", _BEGINS + _ENDS)


def picture(alt: str, address: str) -> str:
    """What stands in the place of a picture: what it shows, in words, or what its file is called, or where it is in the
    web. The address of one that may be drawn goes with it; see `addresses`."""
    if is_page() and _WEB.fullmatch(address) and not re.search(r"[\[\]]", alt):
        return f"![{' '.join(alt.split())}]({address})"
    shown = " ".join(alt.split()) or (address if _WEB.fullmatch(address) else name(address))
    words = f"*(picture: {shown or 'without a description'})*"
    return f"{words}{_BEGINS}{quote(address, safe='/:')}{_ENDS}" if is_here(address) else words


def name(address: str) -> str:
    """What the file of a picture is called; '' of one that has none."""
    return "" if address.startswith("data:") else address.rpartition("/")[2].partition("?")[0]


def is_here(address: str) -> bool:
    """Whether it is the address of something beside the text, or attached to it."""
    return address.startswith(ATTACHED) or not _ELSEWHERE.match(address)


def addresses(text: str) -> list[str]:
    """The addresses of the pictures beside a text, in order, of which the words are in this part of it."""
    return [unquote(found) for found in _MARK.findall(text)]


def unmarked(text: str) -> str:
    """The text for people: its pictures are words."""
    return _MARK.sub("", text)


def without_signs(text: str) -> str:
    """A foreign text without the characters that marks are made of."""
    return text.translate(_SIGNS)


def of_cell(text: str, index: int, attached: frozenset[str]) -> str:
    """The text of a notebook's cell in which addresses of what is attached say to which cell."""
    for one in attached:
        for written in {one, quote(one)}:
            text = text.replace(f"{ATTACHED}{written}", f"{ATTACHED}{index}/{written}")
    return text
