"""The text of a foreign file as the tutor's own Markdown: what a terminal cannot show is said in words.

Pictures become their alternative text, which takes the address of one that may be drawn with it; links have their
address beside them, formulas become Unicode where they are simple, and what is only for a web page is left out.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from tutor.opening import pictures
from tutor.opening.matrices import set_out
from tutor.opening.readers import for_a_page, is_page

LONG = 120
"""Words of a text beyond which the rest is folded: as many as a screen of a lesson has."""
LEAST = 80
"""Fewer words than this are not worth a fold."""

_ADDRESS = r"(?P<address>[^()\s]*(?:\([^()\s]*\))?[^()\s]*)"
_FENCED = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,}).*?(?:^ {0,3}(?P=mark)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?P<mark>`+)(?!`).+?(?<!`)(?P=mark)(?!`)", re.DOTALL)
_DISPLAY = re.compile(
    r"\$\$(?P<dollars>.+?)\$\$|\\\[(?P<brackets>.+?)\\\]"
    r"|(?P<bare>\\begin\{(?P<name>align|equation|gather)\*?\}.+?\\end\{(?P=name)\*?\})",
    re.DOTALL,
)
_INLINE = re.compile(r"(?<![\\$\w])\$(?![\s$])(?P<dollars>[^$\n]+?)(?<![\s\\])\$(?![\d$])|\\\((?P<brackets>.+?)\\\)")
_PICTURE = re.compile(
    rf"!\[(?P<alt>[^\]]*)\]\((?:<(?P<spaced>[^<>\n]*)>|{_ADDRESS})(?:\s+[^)]*)?\)"
    r"|!\[(?P<named>[^\]]*)\]\[(?P<key>[^\]]*)\]"
)
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)(?P<key>[^\]\n]+)\]:[ \t]*<?(?P<address>[^\s<>]+)>?.*$", re.MULTILINE)
"""A line that says where the links and pictures of a name lead to."""
_LINK = re.compile(rf"(?<![!\\\w])\[(?P<text>[^\]\[]+(?:\[[^\]]*\][^\]\[]*)?)\]\({_ADDRESS}(?:\s+\"[^\"]*\")?\)")
_WEB = re.compile(r"https?://")
_IMAGE_TAG = re.compile(r"<img(?=\s)[^>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^>]*?href=[\"'](?P<address>[^\"']*)[\"'][^>]*>(?P<text>.*?)</a>", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(
    r"<!--.*?-->|<(?P<tag>script|style|iframe|svg)\b.*?</(?P=tag)>|\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)",
    re.IGNORECASE | re.DOTALL,
)
"""Comments, what only a browser runs, and the badges that lead to another place to open a notebook in."""
_NAMES = (
    "a b i u em strong div span center p br hr font small big sub sup h[1-6] ul ol li table thead tbody tr td th "
    "details summary figure figcaption code pre kbd img video source"
)
_TAG = re.compile(rf"</?(?:{'|'.join(_NAMES.split())})\b[^>]*/?>", re.IGNORECASE)
_TARGET = re.compile(
    r"^\.\. (?:_(?P<name>[^:\n]+):(?: *|\n +)https?://\S+|(?P<word>\|[^|\n]+\|) replace:: \S.*)$", re.MULTILINE
)
_FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?P<defined>:)?")
_HELD = "\ue000{}\ue001"
_HOLDING = re.compile("\ue000(\\d+)\ue001")


def in_markdown(text: str, form: str) -> str:
    """A text in this form ('markdown', 'rest') as Markdown that a terminal can show."""
    return pictures.unmarked(marked(text, form))


@lru_cache(maxsize=256)
def marked(text: str, form: str) -> str:
    """The same with the addresses of pictures that may be drawn; see `pieces`."""
    text = pictures.without_signs(text)
    return _of_rest(text) if form == "rest" else _of_markdown(text)


class Picture(msgspec.Struct, frozen=True):
    """A picture that may be drawn, below the words for it."""

    address: str
    """A path from the folder of the file, or 'attachment:CELL/NAME' in a notebook, CELL counted from 0."""


def pieces(text: str) -> list[str | Picture]:
    """A marked text as Markdown and pictures, each of them below the paragraph, list or table that has its words."""
    if not pictures.addresses(text):
        return [text]
    found: list[str | Picture] = []
    above: list[str] = []
    for block in _blocks(text):
        above.append(block)
        if here := pictures.addresses(block):
            found += [_whole(above, text), *map(Picture, here)]
            above = []
    return [*found, _whole(above, text)] if above else found


def _whole(blocks: Sequence[str], text: str) -> str:
    """Some blocks of a text, with the lines that say where its links lead to, which may be far from them."""
    said = "\n\n".join(blocks)
    defined = [line[0] for line in _DEFINED.finditer(text) if f"[{line['key']}]" in said and line[0] not in said]
    return pictures.unmarked("\n".join([said, "", *defined]) if defined else said)


def of_rest(text: str) -> str:
    """A text in reStructuredText, read by docutils where that is installed, else roughly."""
    return in_markdown(text, "rest")


def of_rest_for_a_page(text: str) -> str:
    """A text in reStructuredText as Markdown that Jupyter shows: with its links, formulas and pictures of the web."""
    with for_a_page():
        return pictures.unmarked(_of_rest(pictures.without_signs(text)))


def _of_rest(text: str) -> str:
    from tutor.opening import rest_roughly

    if importlib.util.find_spec("docutils") is None:
        return rest_roughly.in_markdown(text)
    from tutor.opening import rest_by_docutils

    try:
        return rest_by_docutils.in_markdown(text)
    except rest_by_docutils.RejectedError:
        return rest_roughly.in_markdown(text)


def of_markdown(text: str) -> str:
    """Foreign Markdown, with HTML and formulas in it, as the tutor shows it."""
    return in_markdown(text, "markdown")


def _of_markdown(text: str) -> str:
    held: list[str] = []

    def hold(said: str) -> str:
        held.append(said)
        return _HELD.format(len(held) - 1)

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _FENCED.sub(lambda match: hold(match[0]), text)
    text = _CODE.sub(lambda match: hold(match[0]), text)
    text = _HIDDEN.sub("", text)
    text = _DISPLAY.sub(lambda match: hold(displayed(match["dollars"] or match["brackets"] or match["bare"])), text)
    text = _INLINE.sub(lambda match: hold(inline(match["dollars"] or match["brackets"])), text)
    text = _IMAGE_TAG.sub(lambda tag: pictures.picture(_attribute(tag[0], "alt"), _attribute(tag[0], "src")), text)
    text = _ANCHOR.sub(lambda match: f"[{match['text']}]({match['address']})", text)
    defined = {line["key"].lower(): line["address"] for line in _DEFINED.finditer(text)}
    text = _PICTURE.sub(lambda match: _pictured(match, defined), text)
    text = _LINK.sub(lambda match: link(match["text"], match["address"]), text)
    text = _FOOTNOTE.sub(lambda match: f"[{match['name']}]", text)
    text = re.sub(r"<(?:br|p|/p|/h\d|/div|/li|/tr)\b[^>]*>", "\n", text, flags=re.IGNORECASE)
    text = _TAG.sub("", text)
    return put_back(text, held).strip()


def put_back(text: str, held: list[str]) -> str:
    """What was held away from all changes; it may hold other such things."""
    while _HOLDING.search(text):
        text = _HOLDING.sub(lambda match: held[int(match[1])], text)
    return text


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"(?<![\w-]){name}\s*=\s*(?:([\"'])(.*?)\1|([^\s\"'>]+))", tag, re.IGNORECASE | re.DOTALL)
    return (found[2] or found[3] or "") if found else ""


def _pictured(found: re.Match[str], defined: Mapping[str, str]) -> str:
    """A picture in Markdown, with its address or with a name for that."""
    if found["named"] is None:
        return pictures.picture(found["alt"], found["spaced"] or found["address"] or "")
    return pictures.picture(found["named"], defined.get((found["key"] or found["named"]).lower(), ""))


def addresses_in(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Of links and abbreviations in reST: their names, and the lines that say what they stand for, which may be far
    from them."""
    said = "\n".join(texts)
    return [(found["word"] or found["name"].strip("`"), found[0]) for found in _TARGET.finditer(said)]


def with_addresses(text: str, addresses: Iterable[tuple[str, str]]) -> str:
    """A text in reST with what its links and abbreviations stand for, where that stands elsewhere."""
    here = [line for name, line in addresses if _named_in(text, name) and line not in text]
    return "".join((text, *(f"\n\n{line}" for line in here)))


def _named_in(text: str, name: str) -> bool:
    return name in text if name.startswith("|") else f"{name}`_" in text or f"{name}_" in text


def link(text: str, address: str) -> str:
    """A link's words, and where it leads to if that is in the web and they do not say it."""
    if is_page() and address.startswith("http") and not re.search(r"[\s()<>]", address):
        return f"[{text}]({address})"
    if not _WEB.match(address) or address.rstrip("/") == text.strip().rstrip("/"):
        return text
    return f"{text} ({address})"


_MARKS = re.compile(
    r"``(?P<code>[^`\n]+)``|(?<![\w*])\*(?P<stressed>\w(?:[^*\n]*\w)?)\*(?![\w*])"
    r"|[*`]|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|~~|\\(?=[!-/:-@\[-`{-~])"
    r"|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|\[(?=[^\]]*\]\()"
)
_LISTED = re.compile(r"^(?:[-+]|\\?\*|\d+[.)]) ", re.MULTILINE)


def escaped(said: str) -> str:
    """Words that Markdown would take as marks, as words of Markdown; but what stands in marks within others, as reST
    does not know it, is what it was meant as."""

    def word(match: re.Match[str]) -> str:
        if match["code"] or match["stressed"]:
            return code(match["code"]) if match["code"] else match[0]
        return "".join(f"\\{character}" for character in match[0])

    said = _MARKS.sub(word, said)
    return said.replace("$", "\\$") if is_page() else said


def paragraph(said: str) -> str:
    """A paragraph in which no line begins as something else: one dash is a dash, and several are a list that was meant.

    In reST neither is a list, for there is no blank line above it.
    """
    said = re.sub(r"^(?=#{1,6} |>)", r"\\", said, flags=re.MULTILINE)
    head, gap, rest = said.partition("\n")
    if _LISTED.match(head):
        return said
    several = len(_LISTED.findall(rest)) > 1
    return head + gap + _LISTED.sub(lambda match: match[0].lstrip("\\") if several else _unlisted(match[0]), rest)


def noted(called: str, said: str) -> str:
    """A note with what it is called before it; above it, where it begins with a list, code or a table."""
    apart = re.match(r"(?:[-+*]|\d+[.)]) |[|>]|```|~~~", said)
    return f"**{called}:**{chr(10) * 2 if apart else ' '}{said}"


def _unlisted(mark: str) -> str:
    return mark if mark.startswith("\\") else re.sub(r"(?=[-+*.)])", r"\\", mark, count=1)


def inline(tex: str) -> str:
    """A formula in a line of text."""
    if is_page() and "$" not in tex:
        return f"${' '.join(tex.split())}$"
    said = set_out(tex) or tex
    return code(" ".join((tex if said.count("\n") > tex.count("\n") else said).split()))


def fenced(said: str, language: str) -> str:
    """A block of code; what a person typed and what Python answered is no program, and has colors of its own."""
    session = said.lstrip().startswith(">>> ") and language in ("", "py", "python", "python3", "default")
    return f"```{'pycon' if session else language}\n{said}\n```"


def code(said: str) -> str:
    """Code in a line of Markdown, between marks that are not in it."""
    longest = max((len(marks) for marks in re.findall("`+", said)), default=0)
    mark, gap = "`" * (longest + 1), " " * (said.startswith("`") or said.endswith("`"))
    return f"{mark}{gap}{said}{gap}{mark}"


def displayed(tex: str) -> str:
    """A formula that stands alone."""
    lines = "\n".join(line.strip() for line in tex.strip().split("\n") if line.strip())
    if is_page() and "$" not in tex:
        aligned = ("&" in lines or r"\\" in lines) and r"\begin" not in lines  # as Sphinx takes it
        return "\n\n$$\n{}\n$$\n\n".format(f"\\begin{{aligned}}\n{lines}\n\\end{{aligned}}" if aligned else lines)
    said = set_out(tex)
    body = lines if said is None else said
    return f"\n\n```\n{body}\n```\n\n"


def folded(text: str, long: int = LONG) -> tuple[str, str]:
    """A Markdown text as what is seen at first, whole paragraphs of it, and what is folded behind it."""
    blocks = _blocks(text)
    seen, count = 0, 0
    for block in blocks:
        count += len(block.split())
        if seen and count > long:
            break
        seen += 1
    rest = "\n\n".join(blocks[seen:])
    return (text, "") if len(rest.split()) < LEAST else ("\n\n".join(blocks[:seen]), rest)


def _blocks(text: str) -> list[str]:
    """The paragraphs of a text; a block of code is one, and so are lines that go on with a list."""
    blocks: list[str] = []
    fence = ""
    gap = ""
    for block in re.split(r"(\n{2,})", text.strip()):
        if not block.strip("\n"):
            gap = block
            continue
        opens = re.findall(r"^ {0,3}(`{3,}|~{3,})", block, re.MULTILINE)
        continues = fence or block.startswith((" ", "\t"))
        if continues and blocks:
            blocks[-1] += gap + block  # as many blank lines as code has
        else:
            blocks.append(block)
        if len(opens) % 2:
            fence = "" if fence else opens[-1]
    return blocks
