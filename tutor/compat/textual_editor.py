"""What a text area of Textual's is made of: its document, the query that highlights it, and the theme in force.

TextArea compiles its query for Python anew for each text, and for each new editor twice: 35 ms each. Here that is done
once. Where one of the parts is gone, TextArea makes its document itself, more slowly.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from textual.strip import Strip
from textual.widgets import TextArea

from tutor.compat import textual_wrapping
from tutor.compat.lookup import missing, parts, takes
from tutor.compat.textual_nodes import Lifetime

if TYPE_CHECKING:
    from tree_sitter import Language, Query

SyntaxAwareDocument, WrappedDocument, DocumentNavigator = (
    *parts("textual.document._syntax_aware_document", "SyntaxAwareDocument"),
    *parts("textual.document._wrapped_document", "WrappedDocument"),
    *parts("textual.document._document_navigator", "DocumentNavigator"),
)
(_get_language,) = parts("textual._tree_sitter", "get_language")


@cache
def lacking() -> str:
    """What is missing of the parts that a document is made of here; '' where all are there."""
    gone = [
        *missing("textual.document._syntax_aware_document", "SyntaxAwareDocument"),
        *missing("textual.document._wrapped_document", "WrappedDocument"),
        *missing("textual.document._document_navigator", "DocumentNavigator"),
        *missing("textual._tree_sitter", "get_language"),
    ]
    for method, *parameters in (
        ("_set_document", "text", "language"),
        ("_build_highlight_map",),
        ("_rewrap_and_refresh_virtual_size",),
    ):
        if not takes(TextArea, method, *parameters):
            gone.append(f"TextArea.{method}({', '.join(parameters)})")
    if not hasattr(TextArea, "_get_builtin_highlight_query"):
        gone.append("TextArea._get_builtin_highlight_query")
    return ", ".join(gone)


@cache
def python() -> tuple[Language, Query]:
    """The grammar of Python and Textual's query for what is written in which ink, compiled once for all editors."""
    grammar = _get_language("python")
    assert grammar is not None, "tree-sitter-python comes with the tutor"
    query = SyntaxAwareDocument("", grammar).prepare_query(TextArea._get_builtin_highlight_query("python"))
    assert query is not None
    return grammar, query


class PythonArea(Lifetime, TextArea):
    """A text area for Python, whose query is compiled once for all of them, and whose long lines go on below their
    indents where they are wrapped."""

    HANG: ClassVar[int] = textual_wrapping.HANG
    """Columns beyond its indent at which a line goes on."""

    def _set_document(self, text: str, language: str | None) -> None:
        """As TextArea does it, but for the query."""
        if lacking():
            super()._set_document(text, language)
            return
        grammar, self._highlight_query = python()
        self.document = SyntaxAwareDocument(text, grammar)
        if textual_wrapping.lacking():
            self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        else:
            self.wrapped_document = textual_wrapping.HangingDocument(self.document, self.indent_width, self.HANG)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._build_highlight_map()
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def hang(self, y: int) -> int:
        """The columns by which a row of the text, counted from its first, begins to the right of the left edge."""
        wrapped = self.wrapped_document
        return wrapped.hang_at(y) if isinstance(wrapped, textual_wrapping.HangingDocument) else 0

    def render_line(self, y: int) -> Strip:
        """A row of the text, where it begins."""
        strip = super().render_line(y)
        if not (hang := self.hang(y + self.scroll_offset.y)):
            return strip
        width, gutter = strip.cell_length, self.gutter_width
        # what stands behind the text is as wide as the hang at least
        return Strip.join([strip.crop(0, gutter), strip.crop(width - hang), strip.crop(gutter, width - hang)])

    def take_css_colors(self) -> None:
        """Have the theme take its colors from the style sheet, as TextArea does before it draws."""
        theme: Any = getattr(self, "_theme", None)
        if theme is not None:
            theme.apply_css(self)
