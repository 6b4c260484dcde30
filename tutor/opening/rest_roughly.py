"""reStructuredText as Markdown without docutils: what tutorials use most, line by line. The rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from tutor.opening import pictures, rest_tables, texts

ADMONITIONS = ("note", "warning", "tip", "important", "hint", "caution", "danger", "attention", "seealso", "admonition")
DROPPED = (
    "toctree", "raw", "include", "meta", "contents", "customcarditem", "customgalleryitem", "currentmodule", "index",
    "highlight", "role", "default-role", "rubric", "plot", "sectionauthor", "only",
)  # fmt: skip
ICON = re.compile(r":octicon:`[^`]*`\s*")
"""A picture in a line, which says nothing."""
_DIRECTIVE = re.compile(r"^(?P<indent> *)\.\. (?:\|(?P<name>[^|]+)\| )?(?P<kind>[\w:-]+?) ?::(?:\s+(?P<argument>.*))?$")
_RULE = re.compile(r"([-=*_~^#])\1{3,}[ \t]*")
"""A line across the page; it parts nothing that a screen of its own does not."""
_NOTE = re.compile(r"^\.\. (?P<label>\[[^\]\s]+\])(?= )")
_WORD = re.compile(r"^\.\. (?P<name>\|[^|\n]+\|) replace:: (?P<said>\S.*)$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*\.\.(?:\s|$)")
_OPTION = re.compile(r"^\s*:[\w-]+:")
_ROLE = re.compile(r":(?P<role>[\w+:-]+):`(?P<said>[^`]*)`+")
_CALLED = re.compile(r"^(?P<text>.*?)\s*<(?P<address>[^>]*)>$", re.DOTALL)
_LINK = re.compile(r"`(?P<text>[^`<]+?)\s*<(?P<address>[^`>]+)>`__?", re.DOTALL)
_REFERENCE = re.compile(r"(?<![\w`])`(?P<text>[^`\s](?:[^`]*[^`\s])?)`__?(?!\w)|(?<!\w)(?P<word>\w[\w.-]*\w)_(?![\w`])")
_LITERAL = re.compile(r"(?<![\w`])``(?=\S)(?P<code>.+?)(?<=\S)``(?!`)", re.DOTALL)
_NOTHING = re.compile(r"\\[ \n]")
"""What parts marks from a word that they stand at."""
_ADDRESS = re.compile(r"^\.\. _`?(?P<name>[^:`]+)`?:\s*(?P<address>https?://\S+)", re.MULTILINE)


def in_markdown(text: str) -> str:
    """The text as Markdown."""
    for found in [*_WORD.finditer(text)]:
        text = text.replace(found["name"], found["said"])
    addresses = {found["name"].lower(): found["address"] for found in _ADDRESS.finditer(text)}
    said = "\n".join(_lines(ICON.sub("", text).expandtabs(4).split("\n"), lambda line: _inline(line, addresses)))
    return re.sub(r"\n{3,}", "\n\n", said).strip()


def _lines(lines: list[str], inline: Callable[[str], str]) -> Iterator[str]:
    paragraph: list[str] = []
    at = 0
    while at < len(lines):
        line = "" if _RULE.fullmatch(lines[at]) else _NOTE.sub(r"\g<label>", lines[at])
        directive = _DIRECTIVE.match(line)
        special = directive is not None or _COMMENT.match(line) or not line.strip() or rest_tables.BEGINS.match(line)
        if not special:
            paragraph.append(line)
            at += 1
            if not line.rstrip().endswith("::"):
                continue
            yield from _paragraph(paragraph, inline)
            paragraph = []
            at, inside = _indented(lines, at, _depth(line))
            yield from _fence(inside, "python" if _is_code(inside) else "")
            continue
        yield from _paragraph(paragraph, inline)
        paragraph = []
        if not line.strip():
            yield ""
            at += 1
        elif directive is not None:
            at, inside = _indented(lines, at + 1, len(directive["indent"]))
            yield from _directed(directive, inside, inline)
        elif _COMMENT.match(line):
            at, _ = _indented(lines, at + 1, _depth(line))
        else:
            end = next((place for place in range(at, len(lines)) if not lines[place].strip()), len(lines))
            yield from _table(rest_tables.drawn(lines[at:end]), lines[at:end], inline)
            at = end
    yield from _paragraph(paragraph, inline)


def _paragraph(lines: list[str], inline: Callable[[str], str]) -> Iterator[str]:
    """Lines of text; what is set off by its indent is a quote, as it is there."""
    if not lines:
        return
    text = inline("\n".join(lines))
    text = re.sub(r"(?:^|\s+)::[ \t]*$", "", text)
    text = texts.paragraph(re.sub(r"::[ \t]*$", ":", text))
    listed = re.compile(r"\s*(?:[-*+•]|\(?\w{1,2}[.)]|#\.)\s")
    quoted = all(line.startswith("  ") for line in lines) and not listed.match(lines[0])
    if re.match(r"\s*\|(?: |$)", lines[0]):
        text = re.sub(r"\n\s*\|(?: |$)", "\\\\\n", re.sub(r"^\s*\| ?", "", text))  # a line there is a line here
    for line in text.split("\n"):
        said = re.sub(r"^(\s*)#\.", r"\g<1>1.", line)
        yield f"> {said.strip()}" if quoted and not line.startswith("        ") else said


def _indented(lines: list[str], at: int, depth: int) -> tuple[int, list[str]]:
    """Where the lines end that belong to one at this depth, and these without their indent."""
    end = at
    while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
        end += 1
    inside = lines[at:end]
    while inside and not inside[-1].strip():
        inside.pop()
        end -= 1
    indent = min((_depth(line) for line in inside if line.strip()), default=0)
    return end, [line[indent:] for line in inside]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _directed(directive: re.Match[str], inside: list[str], inline: Callable[[str], str]) -> Iterator[str]:
    """What a directive says."""
    kind, argument = directive["kind"].lower(), (directive["argument"] or "").strip()
    options: dict[str, str] = {}
    while inside and _OPTION.match(inside[0]):
        depth = _depth(inside[0])
        name, _, value = inside.pop(0).strip()[1:].partition(":")
        while inside and inside[0].strip() and _depth(inside[0]) > depth:
            value += f" {inside.pop(0).strip()}"
        options[name] = value.strip()
    while inside and not inside[0].strip():
        inside.pop(0)
    if kind in ("code-block", "code", "sourcecode", "parsed-literal", "prompt"):
        yield from _fence(inside, argument.split(" ")[0] if argument else "")
    elif kind == "list-table":
        yield from _table(rest_tables.listed(inside), inside, inline)
    elif kind == "math":
        yield texts.displayed("\n".join(filter(None, [argument, *inside])))
    elif kind in ("image", "figure"):
        yield pictures.picture(options.get("alt", ""), argument)
        yield ""
        yield from _lines(inside[1:] if inside[:1] == [options.get("alt")] else inside, inline)
    elif kind in ADMONITIONS:
        title = argument if kind == "admonition" else kind.capitalize()
        if argument and kind != "admonition":  # lines that go on with it may stand anywhere
            beside = [line.strip() for line in takewhile(str.strip, inside)]
            inside = [argument, *beside, *inside[len(beside) :]]
        body = "\n".join(_lines(inside, inline)).strip()
        yield ""
        yield from (f"> {line}".rstrip() for line in texts.noted(title, body).split("\n"))
        yield ""
    elif kind not in DROPPED:
        head = [f"**{argument}**", ""] if argument and kind.startswith("grid-item") else []
        yield from _lines([*head, *inside], inline)


def _table(rows: rest_tables.Rows | None, lines: list[str], inline: Callable[[str], str]) -> Iterator[str]:
    """A table, or the lines of it where its cells cannot be told."""
    if rows is None:
        yield from _fence(lines, "")
        return
    yield ""
    yield rest_tables.in_markdown([[inline(cell) for cell in row] for row in rows])
    yield ""


def _fence(lines: list[str], language: str) -> Iterator[str]:
    if any(line.strip() for line in lines):
        while not lines[0].strip():
            lines = lines[1:]
        yield ""
        yield texts.fenced("\n".join(lines), language)
        yield ""


def _is_code(lines: list[str]) -> bool:
    return any(re.match(r"\s*(?:import |from |def |class |for |\w+ = )", line) for line in lines)


def _inline(text: str, addresses: dict[str, str]) -> str:
    """What is set off within lines, as Markdown sets it off."""
    held: list[str] = []

    def hold(said: str) -> str:
        held.append(said)
        return f"\ue000{len(held) - 1}\ue001"

    text = _LITERAL.sub(lambda match: hold(texts.code(match["code"])), text)
    text = _ROLE.sub(lambda match: hold(_role(match["role"], match["said"])), text)
    text = re.sub(r"(?<!\w)(\[[^\]\s]+\])_(?!\w)", r"\1", text)
    text = _LINK.sub(lambda match: hold(texts.link(" ".join(match["text"].split()), match["address"])), text)

    def referred(match: re.Match[str]) -> str:
        said = match["text"] or match["word"]
        address = addresses.get(said.lower())
        if address is not None:
            return hold(texts.link(said, address))
        return said if match["text"] else match[0]

    text = _REFERENCE.sub(referred, text)
    text = re.sub(r"(?<!`)`(?P<said>[^`\n]+)`(?!`)", r"*\g<said>*", text)
    text = re.sub(r"https?://\S+", lambda match: hold(match[0]), text)
    text = re.sub(r"(?<![\w\\])_+(?=\w)|(?<=\w)_+(?!\w)", lambda match: "\\_" * len(match[0]), text)
    return texts.put_back(_NOTHING.sub("", text), held)


def _role(role: str, said: str) -> str:
    """What a role says: a formula, or the name of something."""
    if role == "math":
        return texts.inline(said)
    called = _CALLED.match(said)
    if role in ("doc", "ref", "term", "numref"):
        return called["text"] if called else said
    shown = called["text"] if called else said.rpartition(".")[2] if said.startswith("~") else said
    return f"`{shown}`"
