"""reStructuredText as Markdown, by way of the tree that docutils makes of it.

docutils is imported here and nowhere else. Nothing that a text names is read or included; what Sphinx adds to the
language is taken as what it contains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from inspect import cleandoc
from typing import Any

from docutils import nodes, utils
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
from docutils.statemachine import StringList

from tutor.opening import pictures, rest_tables, texts
from tutor.opening.rest_roughly import ADMONITIONS, DROPPED, ICON

_ROLE = re.compile(r":([A-Za-z][\w+:-]*):`")
_DIRECTIVE = re.compile(r"^\s*\.\. (?:\|[^|]+\| )?([\w:-]+)::", re.MULTILINE)
_CODE = ("code-block", "code", "sourcecode", "prompt", "parsed-literal")
_KNOWN = frozenset(("math", "table", "list-table", "csv-table", "replace", "container", "epigraph", "topic"))
"""Directives that docutils' own reading is good enough for."""


class RejectedError(Exception):
    """docutils could not make anything of the text."""


def in_markdown(text: str) -> str:
    """The text as Markdown. Raises RejectedError."""
    text = ICON.sub("", text)
    for name in _ROLE.findall(text):
        if name != "math":
            roles.register_local_role(name, _role)
    for name in _DIRECTIVE.findall(text):
        if name not in _KNOWN:
            directives.register_directive(name, _ANY)
    try:
        document = publish_doctree(text, settings_overrides=_SETTINGS)
    except Exception as error:  # whatever it stumbles over, the rough reader does not
        raise RejectedError(str(error)) from error
    return re.sub(r"\n{3,}", "\n\n", _blocks(document)).strip()


_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "_disable_config": True,
    "doctitle_xform": False,
    "line_length_limit": 100_000,
    "syntax_highlight": "none",
}


def _role(name: str, _raw: str, said: str, *_others: Any, **_options: Any) -> tuple[list[Any], list[Any]]:
    """What any role says: its text, as code where it names something of Python."""
    said = utils.unescape(said)
    called = re.match(r"^(?P<text>.*?)\s*<[^>]*>$", said, re.DOTALL)
    shown = called["text"] if called else said.rpartition(".")[2] if said.startswith("~") else said
    if name in ("doc", "ref", "term", "numref", "sub", "sup"):
        return [nodes.inline("", shown)], []
    return [nodes.literal("", shown)], []


class _Open(dict[str, Any]):
    """Options of any name, each taken as it is written."""

    def __missing__(self, _name: str) -> Any:
        return directives.unchanged

    def __bool__(self) -> bool:
        return True


def _run(directive: Any) -> list[Any]:
    """What any directive comes to: a node that `_blocks` knows, or what is in it."""
    name, argument = directive.name.lower(), " ".join(directive.arguments).strip()
    content = "\n".join(directive.content)
    if name in _CODE:
        node = nodes.literal_block(content, content)
        node["language"] = argument.split(" ")[0] if argument else ""
        return [node]
    if name in ("image", "figure"):
        image = nodes.image("", uri=argument, alt=directive.options.get("alt", ""))
        below = _inside(directive)
        return [image, *(below[1:] if below and below[0].astext() == image["alt"] else below)]
    if name in DROPPED:
        return []
    if name in ADMONITIONS:
        node = nodes.admonition(content)
        node["called"] = argument if name == "admonition" else name.capitalize()
        first = directive.arguments[0] if argument and name != "admonition" else ""  # no title: lines of the text
        beside = not directive.block_text.partition("\n")[0].rstrip().endswith("::")
        said = _parsed(directive, (cleandoc(first) if beside else first).split("\n"))
        node += [*said, *_inside(directive)]
        return [node]
    if argument and name.startswith("grid-item"):
        return [nodes.paragraph("", "", nodes.strong("", "", *_argument(directive))), *_inside(directive)]
    return _inside(directive)


def _argument(directive: Any) -> list[Any]:
    """What stands on the line of a directive, as nodes."""
    return list(directive.state.inline_text(" ".join(directive.arguments).strip(), directive.lineno)[0])


def _inside(directive: Any) -> list[Any]:
    """What the text within a directive comes to."""
    return _parsed(directive, directive.content)


def _parsed(directive: Any, lines: Sequence[str]) -> list[Any]:
    """What these lines within a directive come to."""
    container = nodes.Element()
    within = lines if isinstance(lines, StringList) else StringList(list(lines), "")
    directive.state.nested_parse(within, directive.content_offset, container)
    return list(container.children)


_ANY = type(
    "AnyDirective",
    (Directive,),
    {
        "optional_arguments": 1,
        "final_argument_whitespace": True,
        "has_content": True,
        "option_spec": _Open(),
        "run": _run,
    },
)
"""Made so and not by a class statement, for docutils tells no types, and a class of an unknown base has none either."""


def _blocks(node: Any) -> str:
    """All that is in a node, one block after another."""
    return "\n\n".join(filter(None, (_block(child) for child in node.children)))


def _block(node: Any) -> str:
    """A block as Markdown; '' for what says nothing."""
    match type(node).__name__:
        case "paragraph" | "term" | "rubric" | "caption" | "attribution" | "line":
            return texts.paragraph(_inline(node))
        case "title" | "subtitle":
            return f"### {_inline(node)}"
        case "literal_block" | "doctest_block":
            return texts.fenced(
                node.astext(), node.get("language", "python" if _looks_like_code(node.astext()) else "")
            )
        case "math_block":
            return texts.displayed(node.astext()).strip()
        case "bullet_list":
            return "\n".join(_item(child, "- ") for child in node.children)
        case "enumerated_list":
            first = int(node.get("start", 1))
            return "\n".join(_item(child, f"{number}. ") for number, child in enumerate(node.children, first))
        case "definition_list_item":
            terms = [child for child in node.children if type(child).__name__ == "term"]
            rest = [_blocks(child) for child in node.children if type(child).__name__ == "definition"]
            return "\n\n".join([_term(" ".join(map(_inline, terms))), *rest])
        case "field":
            return f"**{node.children[0].astext()}**: {_blocks(node.children[1])}"
        case "block_quote":
            said = _blocks(node)
            return said if all(type(child).__name__ in _NEVER_QUOTED for child in node.children) else _quoted(said)
        case "admonition":
            return _quoted(texts.noted(node["called"], _blocks(node)))
        case "image":
            return pictures.picture(node.get("alt", ""), node.get("uri", ""))
        case "table":
            return _table(node)
        case "transition":
            return "---"
        case "footnote" | "citation":
            label, *said = node.children
            return f"[{label.astext()}] {chr(10).join(map(_block, said))}"
        case "system_message" | "comment" | "target" | "substitution_definition" | "raw":
            return ""
    if any(isinstance(child, nodes.Text) for child in node.children):
        return _inline(node)
    return _blocks(node)


_NEVER_QUOTED = frozenset(
    ("bullet_list", "enumerated_list", "literal_block", "doctest_block", "image", "table", "target")
)
"""What stands deeper than the text around it for no other reason than how it looks in the file."""


def _term(said: str) -> str:
    """What is defined; a sentence that leads to a list, and what is set off already, stay as they are."""
    return said if "**" in said or said.endswith(":") else f"**{said}**"


def _inline(node: Any) -> str:
    """The words of a line, set off as Markdown does."""
    return "".join(_word(child) for child in node.children)


def _word(node: Any) -> str:
    if isinstance(node, nodes.Text):
        return texts.escaped(str(node.astext()))  # as a string it would still have the marks of what was escaped
    match type(node).__name__:
        case "literal":
            return texts.code(node.astext().strip("`"))  # one mark too many is often written
        case "strong":
            return f"**{_inline(node)}**"
        case "emphasis" | "title_reference":
            return f"*{_inline(node)}*"
        case "math":
            return texts.inline(node.astext())
        case "reference":
            address = node.get("refuri", "")
            return address if node.astext() == address else texts.link(_inline(node), address)
        case "footnote_reference" | "citation_reference":
            return f"[{node.astext()}]"
        case "image":
            return pictures.picture(node.get("alt", ""), node.get("uri", ""))
        case "problematic":
            return texts.escaped(str(node.astext()).strip("`_"))
        case "system_message" | "target" | "raw":
            return ""
    return _inline(node)


def _item(node: Any, mark: str) -> str:
    """An item of a list, what follows its first line set in below it."""
    return mark + _blocks(node).replace("\n", "\n" + " " * len(mark)).replace(f"\n{' ' * len(mark)}\n", "\n\n")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""


def _looks_like_code(text: str) -> bool:
    return re.search(r"^\s*(?:import |from |def |class |for |\w+ = )", text, re.MULTILINE) is not None


def _table(node: Any) -> str:
    """A table; its first row stands for the heads where it has none."""
    rows = [[_blocks(entry) for entry in row.children] for row in node.findall(nodes.row)]
    return rest_tables.in_markdown(rows) if rows else ""
