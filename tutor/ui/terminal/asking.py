"""What a terminal is asked about the pictures that it can show, and its answers among the keys that come in.

Nothing waits for an answer. Whatever comes of one, in one piece or in several, in time or late, is no key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from time import monotonic

import msgspec
from textual.message import Message

CELL = "\x1b[16t"
"""How large a cell is, in pixels."""
_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""Whether a picture of one pixel could be shown by Kitty's protocol."""
_NAME = "\x1b[>q"
_ATTRIBUTES = "\x1b[c"
"""What it can do besides. Every terminal answers this, so that whoever did not answer before never will."""

_ANSWER = re.compile(
    r"""\x1b\[\?(?P<attributes>[\d;]*)c
    | \x1b\[6;(?P<height>\d+);(?P<width>\d+)t
    | \x1b_G(?P<kitty>[ -~]*)\x1b\\
    | \x1bP>\|(?P<name>[ -~]*)\x1b\\
    | \x1b(?:_G|P>\|)[ -~]*(?=\x1b[^\\])""",  # one that has no end
    re.VERBOSE,
)
_BEGUN = re.compile(
    r"\x1b(?:\[(?:\?[\d;]*|6(?:;[\d;]*)?)?|_(?:G[ -~]*\x1b?)?|P(?:>(?:\|[ -~]*\x1b?)?)?)?\Z",
)
_KEYS = ("\x1b", "\x1b[", "\x1b[6", "\x1b_", "\x1bP", "\x1bP>")
"""Beginnings that keys have, too; of others nothing is ever a key."""
PATIENCE = 2.0
"""Seconds that the rest of an answer may take."""
LONGEST = 300
"""Characters of an answer."""


class Answers(msgspec.Struct, frozen=True):
    """What a terminal has said of itself."""

    kitty: bool = False
    name: str = ""
    """Its name and version, such as 'kitty(0.35.2)' or 'iTerm2 3.5.0'; '' where it does not say."""
    cell: tuple[int, int] | None = None
    """Width and height of a cell in pixels."""
    sixel: bool = False


class Answered(Message, bubble=False):
    """The terminal has answered all that it will; it comes to the app."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers


def question(setting: str) -> str:
    """What to send a terminal in order to know whether it shows pictures in this way, or in 'auto' by any."""
    return (
        (_NAME if setting in ("auto", "iterm") else "")
        + (_KITTY if setting in ("auto", "kitty") else "")
        + CELL
        + _ATTRIBUTES
    )


class Hearing:
    """Takes answers out of what a terminal sends."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._held = ""
        """What may be the beginning of an answer."""
        self._since = 0.0
        self._known = Answers()
        self.news: Answers | None = None
        """All that was said, once there is something new in it; whoever takes it puts None there."""

    def keys(self, data: str) -> Iterator[str]:
        """What is no answer and no beginning of one, in the pieces in which it is to be read."""
        if not data:
            return
        held, self._held = self._held, ""
        if held == "\x1b" and not _begins(held + data):
            yield held
            held = ""
        text = _ANSWER.sub(self._hear, held + data)
        if (begun := _BEGUN.search(text)) is not None:
            text, self._held = text[: begun.start()], text[begun.start() : begun.start() + LONGEST]
            self._since = self._clock()
        if text:
            yield text

    def given_up(self) -> str:
        """Nothing more has come: what was held and is a key; what can only be an answer is waited for a while."""
        if self._held in _KEYS:
            key, self._held = self._held, ""
            return key
        if self._held and self._clock() - self._since >= PATIENCE:
            self._held = ""
        return ""

    def _hear(self, answer: re.Match[str]) -> str:
        said, known = answer.groupdict(), self._known
        if said["attributes"] is not None:
            known = msgspec.structs.replace(known, sixel="4" in said["attributes"].split(";"))
            self.news = known
        elif said["width"] is not None:
            known = msgspec.structs.replace(known, cell=_cell(int(said["width"]), int(said["height"])))
            self.news = known if self.news is not None or self._complete else None
        elif said["kitty"] is not None:
            known = msgspec.structs.replace(known, kitty=said["kitty"].endswith(";OK"))
        elif said["name"] is not None:
            known = msgspec.structs.replace(known, name=said["name"])
        self._complete = self._complete or said["attributes"] is not None
        self._known = known
        return ""

    _complete = False
    """Whether all was answered once; what is answered from then on is news by itself."""


def _begins(text: str) -> bool:
    """Whether an answer begins here, or may."""
    return _ANSWER.match(text) is not None or _BEGUN.match(text) is not None


def _cell(width: int, height: int) -> tuple[int, int] | None:
    return (width, height) if 2 <= width <= 200 and 2 <= height <= 400 else None


# ------------------------------------------------------------------------------------------------------------ judging

WAYS = ("kitty", "iterm", "sixel")
"""From the best to the one with the fewest colors."""
_PLACEHOLDERS = re.compile(r"ghostty|kitty\((\d+)\.(\d+)", re.IGNORECASE)
"""Terminals that draw pictures of Kitty's protocol where certain characters stand; others know only its older part."""
_INLINE = re.compile(r"iterm|wezterm|mintty", re.IGNORECASE)
"""Terminals that show iTerm's inline images, which no terminal can be asked about."""
_WITHIN = ("TMUX", "STY", "ZELLIJ")
"""Variables of programs that stand between the tutor and the terminal."""


def between(environ: Mapping[str, str]) -> bool:
    """Whether tmux, screen or the like stands before the terminal: it passes on what it understands."""
    return any(environ.get(name) for name in _WITHIN) or environ.get("TERM", "").startswith(("tmux", "screen"))


def asks(setting: str, environ: Mapping[str, str]) -> bool:
    """Whether this terminal is asked at all."""
    if setting == "blocks" or environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return False  # that one shows none, and writes on the screen what it does not understand
    return setting != "auto" or not between(environ)


def way(setting: str, answers: Answers, environ: Mapping[str, str]) -> str:
    """How the terminal shows pictures that has said this; '' where it is not known to."""
    able = {
        "kitty": answers.kitty and (setting == "kitty" or _with_placeholders(answers.name)),
        "iterm": bool(_INLINE.search(answers.name or _told(environ))),
        "sixel": answers.sixel and answers.cell is not None,
    }
    if setting == "auto" and answers.name.lower().startswith(("tmux", "screen")):
        return ""
    return next((one for one in WAYS if able[one] and setting in ("auto", one)), "")


def _with_placeholders(name: str) -> bool:
    found = _PLACEHOLDERS.match(name)
    return found is not None and (found[1] is None or (int(found[1]), int(found[2])) >= (0, 28))


def _told(environ: Mapping[str, str]) -> str:
    """The terminal's name, where only its variables say it."""
    return f"{environ.get('LC_TERMINAL', '')} {environ.get('TERM_PROGRAM', '')}"
