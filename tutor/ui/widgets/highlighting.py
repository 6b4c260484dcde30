"""What highlights Python: its grammar, and the query for what is written in which ink."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textual._tree_sitter import get_language
from textual.document._syntax_aware_document import SyntaxAwareDocument
from textual.widgets import TextArea

if TYPE_CHECKING:
    from tree_sitter import Language, Query


@cache
def python() -> tuple[Language, Query]:
    """The grammar of Python and Textual's query, compiled once for all editors: that takes 35 ms."""
    grammar = get_language("python")
    assert grammar is not None, "tree-sitter-python comes with the tutor"
    query = SyntaxAwareDocument("", grammar).prepare_query(TextArea._get_builtin_highlight_query("python"))
    assert query is not None
    return grammar, query
